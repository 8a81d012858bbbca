import { elementGroups, type Element } from "./elements";

/** docs/item-elements.md as text: the table of elements for people. */
export function elementsPage(): string {
  const intro = "# Elements of a service item\n\nEvery element of the national implementing list (实施清单) and where it stands. Paths are those of a revision's content "
    + "(`domain/items/schema.ts`); `table.column` stands beside it. Written from `domain/items/rules/elements.ts`; a test holds every path against the schema.\n";
  return `${intro}\n${elementGroups.map(({ title, elements }) => `## ${title}\n\n| 要素 | national name | here |\n|---|---|---|\n${elements.map(row).join("\n")}\n`).join("\n")}`;
}

function row(element: Element): string {
  const here = "path" in element ? `\`${element.path}\`` : "column" in element ? `\`${element.column}\`` : `Not kept: ${element.whyNot}`;
  return `| ${element.zh} | ${element.source} | ${here} |`;
}
