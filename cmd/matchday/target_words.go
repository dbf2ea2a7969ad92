package main

// What there is to know of a kind besides what the gallery says of it.
const (
	psWords = `ps shares its processors evenly among all requests inside: with twice as many as
it has processors each takes twice as long. Its capacity is cpus / demand
requests a second. It listens on /order, and tells of itself on /stats, /metrics
and /healthz; POST /reset starts it afresh, and with it the time that dips are
counted in.

Sizes from a file are one a line, as durations or as plain numbers. They are
scaled to the mean that --demand says, or not at all if it says nothing and they
are durations.

With any of the flags --database-… there is a database behind it that shares
processors of its own in the same way. A request goes there when ps is done with
it, and stays inside meanwhile. With --demand 0s all it does is wait for the
database, as a pool of threads does.

With --burn the work is really done, on the processors that this process may use:
its capacity is their number / demand, and that of --cpus is not asked for.`

	psExamples = `  matchday target ps
  matchday target ps --listen 127.0.0.1:8080 --bulkhead 20/20
  matchday target ps --sizes lognormal:1.5 --overhead 0.02
  matchday target ps --sizes file:demands.txt
  matchday target ps --dip '0 at 60s for 5s'
  matchday target ps --demand 1ms --database-cpus 20 --database-conns 20/inf
  matchday target ps --demand 5ms --burn`

	poolWords = `With --burn the work is really done, on the processors that this process may use, behind queues for threads and for
		connections that are real too. With --database the connections are those of a pool to a PostgreSQL, whose server counts for
		as long as the demand says; its processors are shared by all who ask at once.`

	asyncWords = `With --database the requests really go to a PostgreSQL, through a pool of as many connections as --conns says, or as
		the server has left. The server counts for as long as the demand says; its processors are shared by all who ask at once, and
		those of --cpus are not asked for.`

	lockWords = `The workers are really processes, the counter is memory that they share, and the lock is the system's. An answer's X-Seq
		is what the counter came to. With --width 8 whoever finds it at 255 dies without a word: nobody is answered, but /stats,
		/metrics and the report say how many were lost. With --respawn those who died are replaced. Without the lock answers bear
		numbers that others bear, which are counted too. --processes=false keeps account of all this in virtual time instead.`

	loopWords = `/healthz and /metrics are served on the loop, where most programs of this kind have them: they are as late as everybody
		else, and gone when they are needed. With --health-on-loop=false they are not. /stats never is.`

	leakWords = `Time is kept account of, and the collector's part in it; beside that this process really keeps what each request leaves
		behind, up to the bytes of --memory, so that its heap and its collector can be watched. With a bulkhead the workers are a
		fixed pool, and leave no more than they all have.`
)
