package http1_test

import (
	"strings"

	"matchday/engine/http1"
)

// A specimen is an answer, and what is to be read of it.
type specimen struct {
	name   string
	answer string
	head   bool // it answers a HEAD request

	status int
	body   string
	keep   bool
	open   bool // it ends with the connection
	left   int  // bytes that do not belong to it

	fault http1.Fault // what is wrong with it,
	at    int64       // and in the line that begins there
}

const (
	ok200  = "HTTP/1.1 200 OK\r\n"
	ok10   = "HTTP/1.0 200 OK\r\n"
	coded  = ok200 + "Transfer-Encoding: chunked\r\n\r\n"
	length = "Content-Length: "
)

// nginxHead is what nginx says before a page.
const nginxHead = "HTTP/1.1 200 OK\r\n" +
	"Server: nginx/1.26.2\r\n" +
	"Date: Sun, 22 Nov 2026 20:15:00 GMT\r\n" +
	"Content-Type: text/html\r\n" +
	"Content-Length: 612\r\n" +
	"Last-Modified: Tue, 13 Aug 2024 15:04:39 GMT\r\n" +
	"Connection: keep-alive\r\n" +
	"ETag: \"66bb7557-264\"\r\n" +
	"Accept-Ranges: bytes\r\n" +
	"\r\n"

// wasting returns a chunk of one byte that spends so many bytes more on itself than
// the 16 and twice its size that are fair. 16 KiB of them are forgiven.
func wasting(bytes int) string {
	return "1;" + strings.Repeat("x", 18+bytes-len("1;\r\n")) + "\r\na\r\n"
}

// corpus are answers of every kind, the odd ones in the majority.
func corpus() []specimen {
	var all []specimen
	for _, some := range [][]specimen{lengths(), connections(), bodiless(), interims(), chunks(), spellings(), badHeads(), badLengths(), badChunks(), excesses()} {
		all = append(all, some...)
	}
	return all
}

func lengths() []specimen {
	return []specimen{
		{name: "length", answer: ok200 + "Content-Length: 5\r\n\r\nhello", status: 200, body: "hello", keep: true},
		{name: "nginx", answer: nginxHead + strings.Repeat("x", 612), status: 200, body: strings.Repeat("x", 612), keep: true},
		{name: "length 0", answer: ok200 + "Content-Length: 0\r\n\r\n", status: 200, keep: true},
		{name: "bytes behind", answer: ok200 + "Content-Length: 2\r\n\r\nhiHTTP", status: 200, body: "hi", keep: true, left: 4},
		{name: "leading zeros", answer: ok200 + "Content-Length: 000000000000000000000003\r\n\r\nabc", status: 200, body: "abc", keep: true},
		{name: "length twice", answer: ok200 + "Content-Length: 3\r\nContent-Length: 3 \r\n\r\nabc", status: 200, body: "abc", keep: true},
		{name: "length and chunks", answer: ok200 + "Content-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", status: 200, body: "abc", keep: true},
		{name: "no length", answer: ok200 + "\r\nuntil the end", status: 200, body: "until the end", open: true},
		{name: "no length, no body", answer: ok200 + "\r\n", status: 200, open: true},
		{name: "no length, kept", answer: ok200 + "Connection: keep-alive\r\n\r\nall", status: 200, body: "all", open: true},
		{name: "text in pieces", answer: ok200 + "Content-Length: 12\r\n\r\nsosold outut", status: 200, body: "sosold outut", keep: true},
	}
}

func connections() []specimen {
	const empty = "Content-Length: 0\r\n\r\n"
	return []specimen{
		{name: "close", answer: ok200 + "Connection: close\r\n" + empty, status: 200},
		{name: "close among others", answer: ok200 + "Connection: foo, Close ,bar\r\n" + empty, status: 200},
		{name: "close in a second line", answer: ok200 + "Connection: keep-alive\r\nconnection: CLOSE\r\n" + empty, status: 200},
		{name: "close as part of a word", answer: ok200 + "Connection: closed, un-close\r\n" + empty, status: 200, keep: true},
		{name: "empty connection", answer: ok200 + "Connection:\r\nConnection: ,,\r\n" + empty, status: 200, keep: true},
		{name: "1.0", answer: ok10 + empty, status: 200},
		{name: "1.0 kept", answer: ok10 + "Connection: Keep-Alive\r\n" + empty, status: 200, keep: true},
		{name: "1.0 kept and closed", answer: ok10 + "Connection: keep-alive, close\r\n" + empty, status: 200},
		{name: "1.0 open", answer: ok10 + "\r\nall", status: 200, body: "all", open: true},
		{name: "1.0 kept without a length", answer: ok10 + "Connection: keep-alive\r\n\r\nall", status: 200, body: "all", open: true},
	}
}

func bodiless() []specimen {
	return []specimen{
		{name: "HEAD", answer: ok200 + "Content-Length: 612\r\n\r\n", head: true, status: 200, keep: true},
		{name: "HEAD of chunks", answer: coded, head: true, status: 200, keep: true},
		{name: "HEAD without a length", answer: ok200 + "\r\n", head: true, status: 200, keep: true},
		{name: "HEAD and a body", answer: ok200 + "Content-Length: 2\r\n\r\nhi", head: true, status: 200, keep: true, left: 2},
		{name: "HEAD of 1.0", answer: ok10 + "\r\n", head: true, status: 200},
		{name: "204", answer: "HTTP/1.1 204 No Content\r\n\r\n", status: 204, keep: true},
		{name: "204 with a length", answer: "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\n", status: 204, keep: true},
		{name: "304", answer: "HTTP/1.1 304 Not Modified\r\nContent-Length: 612\r\nTransfer-Encoding: chunked\r\n\r\n", status: 304, keep: true},
		{name: "304 closed", answer: "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n", status: 304},
		{name: "101", answer: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x00", status: 101, left: 2},
	}
}

func interims() []specimen {
	const hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nRetry-After: 9\r\n\r\n"
	return []specimen{
		{name: "100", answer: "HTTP/1.1 100 Continue\r\n\r\n" + ok200 + "Content-Length: 2\r\n\r\nhi", status: 200, body: "hi", keep: true},
		{name: "103 twice", answer: hints + hints + "HTTP/1.1 404 Not Found\r\n\r\n", status: 404, open: true},
		{name: "103 with a length", answer: "HTTP/1.1 103 Early Hints\r\nContent-Length: 3\r\nConnection: close\r\n\r\n" + ok200 + "Content-Length: 0\r\n\r\n", status: 200, keep: true},
		{name: "102 of 1.0", answer: "HTTP/1.0 102 Processing\r\n\r\n" + ok200 + "Content-Length: 0\r\n\r\n", status: 200, keep: true},
		{name: "most interims", answer: strings.Repeat("HTTP/1.1 100 \n\n", http1.MaxInterim) + ok200 + "Content-Length: 0\r\n\r\n", status: 200, keep: true},
		{name: "too many interims", answer: strings.Repeat("HTTP/1.1 100 \n\n", http1.MaxInterim+1) + ok200 + "\r\n", fault: http1.TooManyInterim, at: 15*http1.MaxInterim + 14},
		{name: "fault in an interim", answer: "HTTP/1.1 103 Early Hints\r\nLink\r\n\r\n" + ok200 + "\r\n", fault: http1.BadHeader, at: 26},
	}
}

func chunks() []specimen {
	whole := func(name, rest, body string) specimen {
		return specimen{name: name, answer: coded + rest, status: 200, body: body, keep: true}
	}
	left := whole("chunks and bytes behind", "2\r\nhi\r\n0\r\n\r\nHT", "hi")
	left.left = 2
	return []specimen{
		whole("chunks", "5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n", "hello, world"),
		whole("no chunks", "0\r\n\r\n", ""),
		whole("hexadecimal", "1a\r\n"+strings.Repeat("a", 26)+"\r\n1A\r\n"+strings.Repeat("b", 26)+"\r\n0\r\n\r\n", strings.Repeat("a", 26)+strings.Repeat("b", 26)),
		whole("zeros", "0000000000000003\r\nabc\r\n000\r\n\r\n", "abc"),
		whole("extension", "3;name=\"value\"\r\nabc\r\n0;last\r\n\r\n", "abc"),
		whole("space behind a size", "3 \t\r\nabc\r\n0 \r\n\r\n", "abc"),
		whole("trailers", "3\r\nabc\r\n0\r\nServer-Timing: db;dur=5\r\nContent-Length: 7\r\n\r\n", "abc"),
		whole("line ends in a chunk", "6\r\n\r\n0\r\n\r\r\n0\r\n\r\n", "\r\n0\r\n\r"),
		whole("longest size line", "3;"+strings.Repeat("x", http1.MaxChunkLine-4)+"\r\nabc\r\n0\r\n\r\n", "abc"),
		whole("longest trailer", "0\r\nA: "+strings.Repeat("x", http1.MaxTrailer-7)+"\r\n\r\n", ""),
		whole("as much waste as is fair", strings.Repeat(wasting(1024), 16)+"0\r\n\r\n", strings.Repeat("a", 16)),
		{name: "encoding in capitals", answer: ok200 + "transfer-ENCODING:\tChunked \r\n\r\n2\r\nhi\r\n0\r\n\r\n", status: 200, body: "hi", keep: true},
		{name: "trailers announced", answer: ok200 + "Trailer: Server-Timing,\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nServer-Timing: a\r\n\r\n", status: 200, keep: true},
		{name: "ill trailers announced for nothing", answer: ok200 + "Trailer: Content-Length\r\nContent-Length: 0\r\n\r\n", status: 200, keep: true},
		left,
	}
}

// spellings are unusual, but allowed.
func spellings() []specimen {
	const empty = "Content-Length: 0\r\n\r\n"
	return []specimen{
		{name: "no reason", answer: "HTTP/1.1 200\r\n" + empty, status: 200, keep: true},
		{name: "empty reason", answer: "HTTP/1.1 200 \r\n" + empty, status: 200, keep: true},
		{name: "reason of any bytes", answer: "HTTP/1.1 200 \x00\r\xff  \r\n" + empty, status: 200, keep: true},
		{name: "unknown status", answer: "HTTP/1.1 999 Hm\r\n" + empty, status: 999, keep: true},
		{name: "LF alone", answer: "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", status: 200, body: "hi", keep: true},
		{name: "small letters", answer: ok200 + "content-length:2\r\n\r\nhi", status: 200, body: "hi", keep: true},
		{name: "space around a value", answer: ok200 + "Content-Length: \t 2\t \r\n\r\nhi", status: 200, body: "hi", keep: true},
		{name: "all of a token", answer: ok200 + "!#$%&'*+-.^_`|~09azAZ: x\r\n" + empty, status: 200, keep: true},
		{name: "letters beyond ASCII", answer: ok200 + "Server: caf\xe9 \u2615 and more\r\n" + empty, status: 200, keep: true},
		{name: "tab in a value", answer: ok200 + "Server: a\tb, and some more text\r\n" + empty, status: 200, keep: true},
		{name: "empty value", answer: ok200 + "Server:\r\n" + empty, status: 200, keep: true},
		{name: "colons in a value", answer: ok200 + "Server: :a:b\r\n" + empty, status: 200, keep: true},
		{name: "long name", answer: ok200 + strings.Repeat("n", 78) + ": x\r\n" + empty, status: 200, keep: true},
		{name: "longest head", answer: ok200 + "A: " + strings.Repeat("x", http1.MaxHead-17-3-2-21) + "\r\n" + empty, status: 200, keep: true},
	}
}

func badHeads() []specimen {
	bad := func(name, answer string, f http1.Fault, at int64) specimen {
		return specimen{name: name, answer: answer, fault: f, at: at}
	}
	return []specimen{
		bad("other protocol", "SSH-2.0-OpenSSH_9.6\r\n\r\n", http1.BadStatusLine, 0),
		bad("body first", "hello\n", http1.BadStatusLine, 0),
		bad("empty line first", "\r\n"+ok200+"\r\n", http1.BadStatusLine, 0),
		bad("two spaces", "HTTP/1.1  200 OK\r\n\r\n", http1.BadStatusLine, 0),
		bad("small http", "http/1.1 200 OK\r\n\r\n", http1.BadStatusLine, 0),
		bad("long status", "HTTP/1.1 2000 OK\r\n\r\n", http1.BadStatusLine, 0),
		bad("short status", "HTTP/1.1 20\r\n\r\n", http1.BadStatusLine, 0),
		bad("status without digits", "HTTP/1.1 2x0 OK\r\n\r\n", http1.BadStatus, 0),
		bad("status with a sign", "HTTP/1.1 +20 OK\r\n\r\n", http1.BadStatus, 0),
		bad("low status", "HTTP/1.1 099 OK\r\n\r\n", http1.BadStatus, 0),
		bad("version 2.0", "HTTP/2.0 200 OK\r\n\r\n", http1.BadVersion, 0),
		bad("version 1.2", "HTTP/1.2 200 OK\r\n\r\n", http1.BadVersion, 0),
		bad("no colon", ok200+"Server\r\n\r\n", http1.BadHeader, 17),
		bad("no name", ok200+": x\r\n\r\n", http1.BadHeader, 17),
		bad("space in a name", ok200+"Content-Length : 2\r\n\r\nhi", http1.BadHeader, 17),
		bad("bytes in a name", ok200+"S\xe9rver: x\r\n\r\n", http1.BadHeader, 17),
		bad("folded", ok200+"Server: a\r\n b\r\n\r\n", http1.FoldedHeader, 28),
		bad("folded by a tab", ok200+"Server: a\r\n\tb\r\n\r\n", http1.FoldedHeader, 28),
		bad("folded from the first", ok200+" Server: a\r\n\r\n", http1.FoldedHeader, 17),
		bad("NUL in a value", ok200+"Server: a\x00\r\n\r\n", http1.BadValue, 17),
		bad("DEL in a long value", ok200+"Server: some text and\x7f then some more\r\n\r\n", http1.BadValue, 17),
		bad("CR in a value", ok200+"Server: some text\rand then some more\r\n\r\n", http1.BadValue, 17),
		bad("two CR at the end", ok200+"Server: a\r\r\n\r\n", http1.BadValue, 17),
		bad("control behind a tab", ok200+"Server: a\tbcdefg\x01hijklm\r\n\r\n", http1.BadValue, 17),
	}
}

func badLengths() []specimen {
	bad := func(name, lines string, f http1.Fault, at int64) specimen {
		return specimen{name: name, answer: ok200 + lines + "\r\nhi", fault: f, at: at}
	}
	old := bad("chunks of 1.0", "Transfer-Encoding: chunked\r\n", http1.EncodingOfOld, 17)
	old.answer = strings.Replace(old.answer, "1.1", "1.0", 1)
	head := bad("length of a HEAD", length+"x\r\n", http1.BadLength, 17)
	head.head = true
	return []specimen{
		bad("no digits", length+"x\r\n", http1.BadLength, 17),
		bad("empty length", length+"\r\n", http1.BadLength, 17),
		bad("negative length", length+"-2\r\n", http1.BadLength, 17),
		bad("length with a sign", length+"+2\r\n", http1.BadLength, 17),
		bad("length in hexadecimal", length+"0x2\r\n", http1.BadLength, 17),
		bad("list of lengths", length+"2, 2\r\n", http1.BadLength, 17),
		bad("length over int64", length+"9223372036854775808\r\n", http1.BadLength, 17),
		bad("length over uint64", length+"18446744073709551618\r\n", http1.BadLength, 17),
		bad("two lengths", length+"2\r\n"+length+"3\r\n", http1.SeveralLengths, 36),
		bad("two spellings of a length", length+"2\r\n"+length+"02\r\n", http1.SeveralLengths, 36),
		bad("bad length beside chunks", "Transfer-Encoding: chunked\r\n"+length+"x\r\n", http1.BadLength, 45),
		bad("gzip", "Transfer-Encoding: gzip\r\n", http1.BadEncoding, 17),
		bad("gzip in chunks", "Transfer-Encoding: gzip, chunked\r\n", http1.BadEncoding, 17),
		bad("identity", "Transfer-Encoding: identity\r\n", http1.BadEncoding, 17),
		bad("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", http1.BadEncoding, 45),
		bad("ill trailer", "Trailer: a, content-length\r\nTransfer-Encoding: chunked\r\n", http1.BadTrailer, 73),
		old, head,
	}
}

func badChunks() []specimen {
	bad := func(name, rest string, f http1.Fault, at int) specimen {
		return specimen{name: name, answer: coded + rest, fault: f, at: int64(len(coded) + at)}
	}
	return []specimen{
		bad("no size", "\r\n\r\n", http1.BadChunkSize, 0),
		bad("extension without a size", ";a\r\n\r\n", http1.BadChunkSize, 0),
		bad("size without digits", "g\r\n\r\n", http1.BadChunkSize, 0),
		bad("size with a sign", "+2\r\nhi\r\n0\r\n\r\n", http1.BadChunkSize, 0),
		bad("space before a size", " 2\r\nhi\r\n0\r\n\r\n", http1.BadChunkSize, 0),
		bad("space before an extension", "2 ;a\r\nhi\r\n0\r\n\r\n", http1.BadChunkSize, 0),
		bad("LF behind a size", "2\nhi\r\n0\r\n\r\n", http1.BadChunkSize, 0),
		bad("CR in an extension", "2;a\rb\r\nhi\r\n0\r\n\r\n", http1.BadChunkSize, 0),
		bad("17 digits", "00000000000000002\r\nhi\r\n0\r\n\r\n", http1.BadChunkSize, 0),
		bad("size over int64", "8000000000000000\r\nhi", http1.BadChunkSize, 0),
		bad("sizes over int64", "2\r\nhi\r\n7ffffffffffffffe\r\nhi", http1.BadChunkSize, 7),
		bad("longer than its size", "2\r\nhi!\r\n0\r\n\r\n", http1.BadChunkEnd, 5),
		bad("LF behind a chunk", "2\r\nhi\n0\r\n\r\n", http1.BadChunkEnd, 5),
		bad("CR behind a chunk", "2\r\nhi\r0\r\n\r\n", http1.BadChunkEnd, 5),
		bad("trailer without a colon", "0\r\nServer\r\n\r\n", http1.BadHeader, 3),
		bad("folded trailer", "0\r\nServer: a\r\n b\r\n\r\n", http1.FoldedHeader, 14),
		bad("control in a trailer", "0\r\nServer: \x01\r\n\r\n", http1.BadValue, 3),
		bad("LF behind a trailer", "0\r\nServer: a\n\r\n\r\n", http1.BadTrailerLine, 3),
		bad("LF for a trailer", "0\r\n\n\r\n\r\n", http1.BadTrailerLine, 3),
	}
}

// excesses are answers that go on for too long.
func excesses() []specimen {
	long := strings.Repeat("x", http1.MaxHead)
	return []specimen{
		{name: "endless status line", answer: ok10[:15] + long, fault: http1.LongHead},
		{name: "endless header", answer: ok200 + "A: " + long, fault: http1.LongHead, at: 17},
		{name: "endless headers", answer: ok200 + strings.Repeat("A: b\r\n", http1.MaxHead/6), fault: http1.LongHead, at: 17 + (http1.MaxHead-17)/6*6},
		{name: "head a byte too long", answer: ok200 + "A: " + long[:http1.MaxHead-17-3-2-1] + "\r\n\r\n", fault: http1.LongHead, at: http1.MaxHead - 1},
		{name: "size line a byte too long", answer: coded + "3;" + long[:http1.MaxChunkLine-3] + "\r\nabc\r\n0\r\n\r\n", fault: http1.LongChunkLine, at: 47},
		{name: "endless size line", answer: coded + "3;" + long[:http1.MaxChunkLine], fault: http1.LongChunkLine, at: 47},
		{name: "trailer a byte too long", answer: coded + "0\r\nA: " + long[:http1.MaxTrailer-6] + "\r\n\r\n", fault: http1.LongTrailer, at: 50 + http1.MaxTrailer - 1},
		{name: "endless trailer", answer: coded + "0\r\n" + long[:http1.MaxTrailer+1], fault: http1.LongTrailer, at: 50},
		{name: "waste", answer: coded + strings.Repeat(wasting(1024), 16) + wasting(1) + "0\r\n\r\n", fault: http1.WastefulChunks, at: int64(47 + 16*len(wasting(1024)))},
	}
}
