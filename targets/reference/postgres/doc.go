// Package postgres is a task for a real PostgreSQL: each request takes a
// connection from a pool, for which it may have to wait, and keeps one of the
// server's processors busy for as long as its demand says.
//
// It reads and writes no tables, so that any database will do whose server may be
// put under load. It refuses to start a server, and to be kind to one: sharing its
// processors with too many is what there is to be seen.
package postgres
