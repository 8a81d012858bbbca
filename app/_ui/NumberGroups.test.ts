import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { NumberGroups } from "./Notice";

const shown = (props: Parameters<typeof NumberGroups>[0]) => renderToStaticMarkup(createElement(NumberGroups, props));

test.each([
  ["an application number breaks at its hyphens", { value: "310101-20260901-000123-K" }, 3],
  ["a query code breaks in the middle", { value: "123456", every: 3 }, 1],
])("%s and is read out as one number", (_, props, breaks) => {
  const html = shown(props);
  expect(html.split("<wbr/>")).toHaveLength(breaks + 1);
  expect(html.replace(/<[^>]*>/g, "")).toBe(props.value);
  // Blocks in a line are joined by blanks in the name that is read out.
  expect(html).not.toMatch(/\b(inline-)?(block|flex|grid)\b/);
});
