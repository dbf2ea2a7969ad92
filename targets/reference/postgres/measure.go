package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// count has the server's process count to a number. Rows that a select list makes
// are counted as they come and kept nowhere, so that the query takes processor
// time and nothing else: a server of n processors shares them among all such
// queries as soon as there are more than n. Asking it to sleep instead would show
// no sharing, since any number can sleep at once.
const count = "select count(*) from (select generate_series(1, $1::bigint)) as rows"

// stretch is how long a measurement lasts at least.
const stretch = 50 * time.Millisecond

// measure returns how many rows one connection counts in a second, and how many
// connections the server has left. The best of some measurements is taken: others
// on the machine can only make them slower.
func measure(ctx context.Context, config *pgx.ConnConfig) (rows float64, left int32, err error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if left, err = connsLeft(ctx, conn); err != nil {
		return 0, 0, err
	}
	n := int64(10_000)
	for best := 0; best < 5; {
		start := time.Now()
		if _, err := conn.Exec(ctx, count, n); err != nil {
			return 0, 0, err
		}
		took := time.Since(start)
		if took < stretch {
			n *= 2
			continue
		}
		best++
		rows = max(rows, float64(n)/took.Seconds())
	}
	return rows, left, nil
}

// connsLeft returns how many connections an ordinary user can still open; that of
// the measurement itself will be closed.
func connsLeft(ctx context.Context, conn *pgx.Conn) (left int32, err error) {
	const ask = `select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
		- (select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())::int`
	if err := conn.QueryRow(ctx, ask).Scan(&left); err != nil {
		return 0, err
	}
	if left < 1 {
		return 0, fmt.Errorf("the server has no connection left")
	}
	return left, nil
}
