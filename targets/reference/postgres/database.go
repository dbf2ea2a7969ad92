package postgres

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"

	"matchday/targets/gallery"
	"matchday/targets/reference"
)

// Options say which database it is.
type Options struct {
	URL   string // such as postgres://user@127.0.0.1:5432/shop
	Conns int    // in the pool; zero means as many as the server has left
}

// A Database is a server's processors as a task of a reference.Workshop, behind a
// pool of connections.
type Database struct {
	pool *pgxpool.Pool
	rows float64 // counted by one connection alone in a second

	mu   sync.Mutex
	base totals // at the last reset
	told totals
}

// totals are what has happened at the pool and at the server.
type totals struct {
	there   int // waiting for a connection or at the server
	queries int64
	time    time.Duration // at the server
	waits   int64
	waited  time.Duration
}

var _ reference.Task = (*Database)(nil)

// Open returns a database that has been reached, and whose speed has been
// measured, which takes about half a second. Nobody else should load the server
// meanwhile.
func Open(ctx context.Context, o Options) (*Database, error) {
	config, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return nil, fmt.Errorf("database: %w; want, for example, postgres://user@127.0.0.1:5432/shop", err)
	}
	rows, left, err := measure(ctx, config.ConnConfig)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", net.JoinHostPort(config.ConnConfig.Host, fmt.Sprint(config.ConnConfig.Port)), err)
	}
	config.MaxConns = int32(o.Conns)
	if o.Conns == 0 {
		config.MaxConns = left
	}
	config.ConnConfig.BuildContextWatcherHandler = callOff
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	return &Database{pool: pool, rows: rows}, nil
}

// callOff has the server told of a query that nobody waits for any more, so that
// it stops and the connection can be used again.
func callOff(conn *pgconn.PgConn) ctxwatch.Handler {
	return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: 5 * time.Second}
}

// Conns returns how many connections there are at most.
func (d *Database) Conns() int { return int(d.pool.Config().MaxConns) }

// Do implements reference.Task: the demand is how long the query takes where it
// has a processor to itself.
func (d *Database) Do(ctx context.Context, demand time.Duration, spend func(time.Duration)) (int64, error) {
	d.change(func(t *totals) { t.there++ })
	defer d.change(func(t *totals) { t.there-- })
	conn, err := d.pool.Acquire(ctx)
	if err != nil {
		return 0, fmt.Errorf("database: %w", err)
	}
	defer conn.Release()
	start := time.Now()
	_, err = conn.Exec(ctx, count, int64(d.rows*demand.Seconds()))
	took := time.Since(start)
	if err != nil {
		return 0, fmt.Errorf("database: %w", err)
	}
	d.change(func(t *totals) { t.queries++; t.time += took })
	spend(demand)
	return 0, nil
}

func (d *Database) change(how func(*totals)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	how(&d.told)
}

// totals returns what has happened since the database was opened.
func (d *Database) totals() totals {
	stat := d.pool.Stat()
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.told
	t.waits, t.waited = stat.EmptyAcquireCount(), stat.EmptyAcquireWaitTime()
	return t
}

// Gauges implements reference.Task.
func (d *Database) Gauges() []gallery.Gauge {
	t, stat := d.totals(), d.pool.Stat()
	busy := int(stat.AcquiredConns())
	return []gallery.Gauge{
		{Name: "db_conns", Help: "Connections to the database that are open.", Value: float64(stat.TotalConns())},
		{Name: "db_busy", Help: "Connections to the database that are in use.", Value: float64(busy)},
		{Name: "db_waiting", Help: "Requests waiting for a connection.", Value: float64(max(0, t.there-busy))},
		{Name: "db_waits_total", Help: "Times that a request had to wait for a connection, as the pool counts them when the wait is over.", Value: float64(t.waits - d.base.waits)},
		{Name: "db_wait_seconds_total", Help: "Time that requests have waited for a connection, as the pool counts it when the wait is over.", Value: (t.waited - d.base.waited).Seconds()},
		{Name: "db_queries_total", Help: "Queries that the server has answered.", Value: float64(t.queries - d.base.queries)},
		{Name: "db_query_seconds_total", Help: "Time that answering them took.", Value: (t.time - d.base.time).Seconds()},
	}
}

// Reset implements reference.Task. Connections stay open.
func (d *Database) Reset() error {
	now := d.totals()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.base = now
	return nil
}

// Close implements reference.Task.
func (d *Database) Close() { d.pool.Close() }
