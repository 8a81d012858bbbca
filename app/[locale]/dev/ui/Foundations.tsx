import { NumberGroups } from "@/app/_ui/Notice";
import { Icon, iconNames } from "@/app/_ui/Icon";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import contrast from "./contrast.json";
import { Sample } from "./Sample";
import { useSay } from "./words";

const swatches = {
  page: "bg-page", surface: "bg-surface", subtle: "bg-subtle", ink: "bg-ink", muted: "bg-muted", line: "bg-line", control: "bg-control",
  accent: "bg-accent", "accent-strong": "bg-accent-strong", "accent-soft": "bg-accent-soft", "accent-line": "bg-accent-line", "on-accent": "bg-on-accent", masthead: "bg-masthead", focus: "bg-focus",
  danger: "bg-danger", "danger-strong": "bg-danger-strong", "danger-soft": "bg-danger-soft", success: "bg-success", "success-soft": "bg-success-soft",
  warning: "bg-warning", "warning-soft": "bg-warning-soft", "warning-line": "bg-warning-line",
  "light-green": "bg-light-green", "light-yellow": "bg-light-yellow", "light-orange": "bg-light-orange", "light-red": "bg-light-red", "light-black": "bg-light-black",
} as const;

const palettes = ["Light", "Light, high contrast", "Dark", "Dark, high contrast"] as const;

const type = [
  ["figure", "text-figure font-bold"], ["h1", "text-h1 font-bold"], ["h2", "text-h2 font-bold"], ["h3", "text-h3 font-bold"], ["lead", "text-lead"], ["body", "max-w-measure"], ["hint", "text-hint text-muted"], ["small", "text-small text-muted"],
] as const;
const said = {
  figure: "数字 310101-20261121", h1: "一级标题：您要申请什么", h2: "二级标题：需要准备的材料", h3: "三级标题：身份证明", lead: "引导语：在线提交申请，最快三个工作日办好。",
  body: "正文：申请人在本市连续居住六个月以上，有合法稳定就业、合法稳定住所或者连续就读之一的，可以申领居住证。行距为字号的一点七倍，每行不超过四十个字，不两端对齐。",
  hint: "说明：请填写身份证上的姓名。", small: "辅助：更新于 2026年11月21日 星期六",
} as const;

const spaces = [["1 rem: gap", "w-gap"], ["44, senior 60 px: tap", "w-tap"], ["48, senior 64 px: tap-primary", "w-tap-primary"], ["22, senior 32 px: tick", "w-tick"]] as const;
const radii = [["control, 4 px", "rounded-control"], ["card, 6 px", "rounded-card"], ["round", "rounded-round"]] as const;

/** Tokens as they are: every colour, what reads on what, the type scale, targets, corners, icons. */
export function Foundations() {
  const say = useSay();
  return (
    <>
      <Sample name="Colour">
        <ul lang="en" className="grid grid-cols-2 gap-4 md:grid-cols-4 lg:grid-cols-6">
          {Object.entries(swatches).map(([name, swatch]) => (
            <li key={name} className="text-small"><span className={`block h-14 rounded-control border border-line ${swatch}`} />{name}</li>
          ))}
        </ul>
      </Sample>
      <Sample name="Contrast"><Ratios /></Sample>
      <Sample name="Type">
        <ul className="flex flex-col gap-4">
          {type.map(([name, look]) => (
            <li key={name} className="flex flex-col gap-1 border-b border-line pb-4">
              <span lang="en" className="text-small text-muted">text-{name}</span>
              <span className={look}>{say(said[name])}</span>
            </li>
          ))}
        </ul>
        <p><NumberGroups value="310101-20261121-000123-K" className="text-h3 font-bold" /></p>
      </Sample>
      <Sample name="Space, targets, corners">
        <ul lang="en" className="flex flex-wrap items-end gap-8 text-small">
          {spaces.map(([name, width]) => <li key={name} className="flex flex-col gap-1"><span className={`block h-6 bg-accent ${width}`} />{name}</li>)}
          {radii.map(([name, radius]) => <li key={name} className="flex flex-col gap-1"><span className={`block h-14 w-24 border-2 border-control bg-accent-soft ${radius}`} />{name}</li>)}
        </ul>
      </Sample>
      <Sample name="Icon">
        <ul lang="en" className="grid grid-cols-3 gap-4 text-small md:grid-cols-6 lg:grid-cols-9">
          {iconNames.map((name) => <li key={name} className="flex flex-col items-start gap-1"><Icon name={name} className="size-[1.75em] text-accent" />{name}</li>)}
        </ul>
      </Sample>
    </>
  );
}

/** The ratios of every pair in the four palettes; `tokens.test.ts` computes them and holds the least. */
function Ratios() {
  return (
    <div lang="en">
      <Table
        caption="Contrast of text (7:1) and marks (3:1) on every surface they stand on"
        dense
        rows={contrast}
        rowKey={({ front, back, least }) => `${front} ${back} ${least}`}
        columns={[
          { key: "pair", header: "Pair", rowHeader: true, cell: ({ front, back }) => `${front} on ${back}` },
          { key: "least", header: "At least", align: "end", cell: ({ least }) => `${least}:1` },
          ...palettes.map((name, at) => ({ key: name, header: name, align: "end" as const, cell: ({ ratios, least }: (typeof contrast)[number]) => ((ratios[at] ?? 0) >= least ? (ratios[at] ?? 0).toFixed(1) : <Tag tone="danger">{ratios[at]}</Tag>) })),
        ]}
      />
    </div>
  );
}
