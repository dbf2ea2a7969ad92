// Says nothing if all is as it should be.

function same(got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) {
    console.log("got " + JSON.stringify(got) + ", want " + JSON.stringify(want));
  }
}

same([0, 0.001, 1.234, 12.34, 99.96, 1234.5, 1234567].map(digits), ["0", "<0.01", "1.23", "12.3", "100", "1 235", "1 234 567"]);
same([null, 0, 0.000511, 0.25, 99.7, 999.6, 61500].map(wait), ["–", "0 s", "511 ns", "250 µs", "99.7 ms", "1 s", "61.5 s"]);
same([clock(0), clock(75.4), clock(75.44, 0.1), clock(59.96, 0.1)], ["00:00", "01:15", "01:15.4", "01:00.0"]);
same(["a,b", 'say "no"', "line\nbreak", 3, null].map(csvCell), ['"a,b"', '"say ""no"""', '"line\nbreak"', "3", ""]);

const names = ["none", "20/20", "a=b&c"];
const seen = { from: 12.5, to: 20, log: false, hidden: new Set(["none", "a=b&c"]) };
const plain = (v) => [v.from, v.to, v.log, [...v.hidden]];
same(viewText(seen, 32), "from=12.5&to=20&hide=none&hide=a%3Db%26c&axis=linear");
same(plain(readView(viewText(seen, 32), 32, names)), plain(seen));
same(viewText({ from: 0, to: 32, log: true, hidden: new Set() }, 32), "");
same(plain(readView("from=30&to=2&hide=nobody&axis=odd", 32, names)), [0, 32, true, []]);
same(plain(readView("from=x&to=1e9", 32, names)), [0, 32, true, []]);
