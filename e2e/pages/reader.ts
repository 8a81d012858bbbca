import type { Page } from "@playwright/test";

/** One thing of the accessibility tree, as Chromium gives it to a screen reader. */
type Thing = {
  nodeId: string; childIds?: string[]; ignored?: boolean;
  role?: { value?: string }; name?: { value?: string }; description?: { value?: string }; value?: { value?: unknown };
  properties?: { name: string; value: { value?: unknown } }[];
};

/** What stands for itself: what is within was read with its name. */
const whole = new Set(["link", "button", "heading", "radio", "checkbox", "textbox", "searchbox", "combobox", "DisclosureTriangle", "image"]);
const words: Record<string, string> = {
  banner: "横幅", main: "主要内容", navigation: "导航", contentinfo: "页脚", search: "搜索", region: "区域", group: "分组", radiogroup: "单选组", alert: "警告", status: "状态",
  link: "链接", button: "按钮", radio: "单选按钮", checkbox: "复选框", textbox: "编辑框", searchbox: "搜索框", combobox: "组合框", DisclosureTriangle: "展开按钮", image: "图片",
};

/**
 * Reads the main part of a page from top to bottom as a Chinese screen reader says it: kind, name, state, description.
 * Whatever the accessibility tree does not hold is not read.
 */
export async function read(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as { nodes: Thing[] };
  await session.detach();
  const things = new Map(nodes.map((thing) => [thing.nodeId, thing]));
  const [root] = nodes;
  const main = nodes.find(({ role, ignored }) => role?.value === "main" && !ignored) ?? root;
  return [`标题：${root?.name?.value ?? ""}`, ...(main ? spoken(main, things) : [])];
}

function spoken(thing: Thing, things: ReadonlyMap<string, Thing>, labelling = false): string[] {
  const role = thing.ignored ? "" : (thing.role?.value ?? "");
  // The words of a label are read with its control, those of a legend with its group.
  if (role === "StaticText") return labelling ? [] : [thing.name?.value?.trim() ?? ""].filter(Boolean);
  const own = say(thing, role);
  if (whole.has(role)) return own;
  const within = (thing.childIds ?? []).flatMap((id) => things.get(id) ?? []);
  return [...own, ...within.flatMap((child) => spoken(child, things, labelling || role === "LabelText" || role === "Legend"))];
}

function say({ name, description, value, properties = [] }: Thing, role: string): string[] {
  const is = (property: string) => properties.find((one) => one.name === property)?.value.value;
  const called = name?.value?.trim() ?? "";
  if (role === "heading") return [`${String(is("level"))} 级标题，${called}`];
  const kind = words[role];
  if (!kind || (!called && !["main", "alert"].includes(role))) return [];
  const states = [
    role === "radio" ? (is("checked") === "true" ? "已选中" : "未选中") : "", role === "checkbox" ? (is("checked") === "true" ? "已勾选" : "未勾选") : "",
    role === "DisclosureTriangle" ? (is("expanded") ? "已展开" : "已折叠") : "",
    is("invalid") === "true" ? "无效输入" : "", is("disabled") ? "不可用" : "",
    typeof value?.value === "string" && value.value ? value.value : "", description?.value && description.value !== called ? description.value : "",
  ];
  return [[kind, called, ...states].filter(Boolean).join("，")];
}
