// Package proxy is a bulkhead as a reverse proxy: it stands in front of a
// service that nobody can or wants to change, lets in as many requests as its
// setting allows, and passes them and their answers on as they are.
//
// Requests can be told apart by path or header, and each such Route has a
// bulkhead of its own, so that what is busy does not starve what is quiet. What
// the proxy does is told at paths below /-/ of its own address, where its
// bounds can be changed while it runs.
//
// The one queue is the bulkhead's. Everything between a caller and the service
// that would be a second one, such as a pool of connections with a bound, a
// limit on the streams of a connection, or a body that must have been read
// before it is passed on, is kept out of the way. The proxy refuses to retry
// what may have been done, to cache, to compress, to choose between services, or
// to give up on a service before its caller does.
package proxy
