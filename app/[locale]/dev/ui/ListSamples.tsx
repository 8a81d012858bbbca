import { DescriptionList, KeyFacts, SummaryList } from "@/app/_ui/Lists";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Table, type Column } from "@/app/_ui/Table";
import { Light, Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { Timeline } from "@/app/_ui/Timeline";
import { Sample } from "./Sample";

type Row = { number: string; item: string; person: string; due: string; late: boolean };
const rows: readonly Row[] = [
  { number: "310101-20261101-000123-K", item: "居住证申领", person: "王某某", due: "2026-11-23", late: true },
  { number: "310101-20261103-000007-3", item: "食品经营许可（新办）", person: "某某餐饮有限公司", due: "2026-11-27", late: false },
  { number: "310101-20261109-000041-8", item: "高龄津贴申领", person: "李某某", due: "2026-12-01", late: false },
];
const columns: readonly Column<Row>[] = [
  { key: "number", header: "编号", rowHeader: true, cell: (row) => <TextLink href="/dev/ui" className="tap whitespace-nowrap">{row.number}</TextLink> },
  { key: "item", header: "事项", cell: (row) => row.item },
  { key: "person", header: "申请人", cell: (row) => row.person },
  { key: "status", header: "状态", cell: () => <Tag tone="info">审查中</Tag> },
  { key: "due", header: "承诺日期", align: "end", cell: (row) => <Light colour={row.late ? "yellow" : "green"}>{row.due}</Light> },
];

/** Lists, tables and ways through them. */
export function ListSamples() {
  return (
    <>
      <Sample name="KeyFacts, DescriptionList">
        <KeyFacts facts={[{ label: "费用", value: "免费" }, { label: "承诺时限", value: "3 个工作日", note: "法定 20 个工作日" }, { label: "到窗口次数", value: "0 次" }, { label: "办理形式", value: "网上、窗口" }]} />
        <DescriptionList columns={2} facts={[{ label: "实施主体", value: "示例市公安局" }, { label: "咨询电话", value: <a href="tel:12345" className="tap">12345</a> }, { label: "事项类型", value: "行政确认" }, { label: "网办深度", value: "全程网办" }]} />
      </Sample>
      <Sample name="SummaryList">
        <SummaryList
          rows={[
            { label: "姓名", value: "王某某", source: "来自您的账户", changeHref: "/dev/ui" },
            { label: "出生日期", value: "1949年12月31日", changeHref: "/dev/ui" },
            { label: "曾用名", value: undefined, changeHref: "/dev/ui" },
          ]}
        />
      </Sample>
      <Sample name="Tabs, Table, Pagination">
        <Tabs label="办件筛选" tabs={[{ href: "/dev/ui", label: "待受理", count: 12, current: true }, { href: "/dev/ui?mode=elder", label: "审查中", count: 4 }, { href: "/dev/ui?theme=dark", label: "待决定" }]} />
        <Table caption="待受理的办件" columns={columns} rows={rows} rowKey={(row) => row.number} />
        <Table caption="待受理的办件，紧凑" dense columns={columns} rows={rows} rowKey={(row) => row.number} />
        <Pagination previousHref="/dev/ui" nextHref="/dev/ui" />
      </Sample>
      <Sample name="Timeline">
        <Timeline
          label="办理进度"
          entries={[
            { id: "1", title: "已提交", time: "2026年11月16日 星期一 10:32" },
            { id: "2", title: "已受理", time: "2026年11月17日 星期二 09:05", detail: "受理通知书已发到您的消息。" },
            { id: "3", title: "正在审查", time: "最迟 2026年11月23日 星期一 完成", state: "current" },
            { id: "4", title: "作出决定", state: "pending" },
          ]}
        />
      </Sample>
    </>
  );
}
