// Sidebyside measures load generators against each other on one machine.
//
// Each tool gets one core and its server another. In every round each tool is
// run once for each measurement, one after the other, so that whatever else
// the machine does falls on all of them alike. What a tool costs is taken from
// the kernel's account of its process, and what it sent from the server's: no
// figure but one rests on what a tool says of itself. The one is the freeze, a
// second in which the server does not answer, where what a tool says is the
// very thing under test.
//
// It sends to this machine alone, draws no conclusions and stores nothing but
// the tables it is told to write. It knows matchday by its command line, as it
// knows the others.
package main
