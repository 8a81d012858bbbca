/** Texts that broke somebody's program once: markup, statements, formulas, paths, templates, headers, and what no text should hold. */
export const payloads: readonly string[] = [
  "<script>canary()</script>", "\"><img src=x onerror=canary()>", "<svg/onload=canary()>", "javascript:canary()", "</title><script>canary()</script>", "{{constructor.constructor('canary()')()}}", "${7*7}<%= 7*7 %>",
  "' or '1'='1", "'; drop table accounts; --", "\\'; select pg_sleep(5); --", "1) union select null--", "%' or 1=1 --", "_%\\",
  "=HYPERLINK(\"http://canary.example\";\"x\")", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(1+1)", "\t=1+1", "\r=1+1",
  "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "C:\\Windows\\win.ini", "file:///etc/passwd", "//canary.example", "\\\\canary.example\\x", "http://169.254.169.254/latest",
  "a\r\nBcc: canary@canary.example", "a\nSet-Cookie: session=canary", "\u001b[2J\u001b[31m", "a\u0000b", "\ud83d", "\udc00x", "\ufeff\u202egnp.exe", "e\u0301\u0327".repeat(20),
  "__proto__", "constructor", "toString", "hasOwnProperty", "undefined", "null", "NaN", "true", "[object Object]", "-1", "0", "1e309", "9007199254740993", "0x10", "٣",
  "2026-02-30", "0000-00-00", "9999-12-31", "-000001-01-01", "+275760-09-13T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z", "", " ", "\u3000", "𠮷".repeat(30), "字".repeat(2000), "(".repeat(3000), "a".repeat(5000), "a,".repeat(900), "!".repeat(60), "((((((a+)+)+)+)+)+)+$",
];

/** What stands where something else was expected. */
export const strangers: readonly unknown[] = [
  null, true, false, 0, -1, 0.1, 1e21, -1e21, 2 ** 31, 2 ** 53, Number.MAX_VALUE, [], {}, [[]], [null], { a: { b: { c: [] } } }, Array.from({ length: 500 }, () => "x"),
  JSON.parse('{"__proto__":{"isAdmin":true}}'), { constructor: { prototype: { isAdmin: true } } }, nested(400),
];

function nested(depth: number): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { value };
  return value;
}
