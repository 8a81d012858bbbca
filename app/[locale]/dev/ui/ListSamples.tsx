import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { DescriptionList, KeyFacts, StepList, SummaryList } from "@/app/_ui/Lists";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Table, type Column } from "@/app/_ui/Table";
import { Light, Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { Timeline } from "@/app/_ui/Timeline";
import { Sample } from "./Sample";
import { useSay } from "./words";

type Say = ReturnType<typeof useSay>;
type Row = { number: string; item: string; person: string; due: string; late: boolean };
const rowsOf = (say: Say): readonly Row[] => [
  { number: "310101-20261101-000123-K", item: say("居住证申领"), person: say("王某某"), due: "2026-11-23", late: true },
  { number: "310101-20261103-000007-3", item: say("食品经营许可（新办）"), person: say("某某餐饮有限公司"), due: "2026-11-27", late: false },
  { number: "310101-20261109-000041-8", item: say("高龄津贴申领"), person: say("李某某"), due: "2026-12-01", late: false },
];
const columnsOf = (say: Say): readonly Column<Row>[] => [
  { key: "number", header: say("编号"), rowHeader: true, cell: (row) => <TextLink href="/dev/ui" className="tap whitespace-nowrap">{row.number}</TextLink> },
  { key: "item", header: say("事项"), cell: (row) => row.item },
  { key: "person", header: say("申请人"), cell: (row) => row.person },
  { key: "status", header: say("状态"), cell: () => <Tag tone="info">{say("审查中")}</Tag> },
  { key: "due", header: say("承诺日期"), align: "end", cell: (row) => <Light colour={row.late ? "yellow" : "green"}>{row.due}</Light> },
];

/** Lists, tables and ways through them. */
export function ListSamples() {
  const say = useSay();
  const [rows, columns] = [rowsOf(say), columnsOf(say)];
  return (
    <>
      <Sample name="KeyFacts, DescriptionList">
        <KeyFacts facts={[{ label: say("费用"), value: say("免费") }, { label: say("承诺时限"), value: say("3 个工作日"), note: say("法定 20 个工作日") }, { label: say("到窗口次数"), value: say("0 次") }, { label: say("办理形式"), value: say("网上、窗口") }]} />
        <DescriptionList columns={2} facts={[{ label: say("实施主体"), value: say("示例市公安局") }, { label: say("咨询电话"), value: <a href="tel:12345" className="tap">12345</a> }, { label: say("事项类型"), value: say("行政确认") }, { label: say("网办深度"), value: say("全程网办") }]} />
      </Sample>
      <Sample name="SummaryList">
        <SummaryList
          rows={[
            { label: say("姓名"), value: say("王某某"), source: say("来自您的账户"), changeHref: "/dev/ui" },
            { label: say("出生日期"), value: say("1949年12月31日"), changeHref: "/dev/ui" },
            { label: say("曾用名"), value: undefined, changeHref: "/dev/ui" },
          ]}
        />
      </Sample>
      <Sample name="Tabs, Table, Pagination">
        <Tabs label={say("办件筛选")} tabs={[{ href: "/dev/ui", label: say("待受理"), count: 12, current: true }, { href: "/dev/ui?mode=elder", label: say("审查中"), count: 4 }, { href: "/dev/ui?theme=dark", label: say("待决定") }]} />
        <Table caption={say("待受理的办件")} columns={columns} rows={rows} rowKey={(row) => row.number} />
        <Table caption={say("待受理的办件，紧凑")} dense columns={columns} rows={rows} rowKey={(row) => row.number} />
        <Table caption={say("待受理的办件")} columns={columns} rows={[]} rowKey={(row) => row.number} empty={<EmptyState title={say("还没有办件")} actions={<ButtonLink href="/items">{say("去找要办的事")}</ButtonLink>}>{say("提交申请后，可以在这里看到进度。")}</EmptyState>} />
        <Pagination previousHref="/dev/ui" nextHref="/dev/ui" />
      </Sample>
      <Sample name="StepList">
        <StepList steps={[
          { title: say("去找要办的事"), text: say("网上办理，不用跑腿"), link: { href: "/items", label: say("办事") } },
          { title: say("上传材料"), text: say("PDF 或照片，每个不超过 10 MB。") },
          { title: say("核对信息"), text: say("提交申请后，可以在这里看到进度。") },
        ]} />
      </Sample>
      <Sample name="Timeline">
        <Timeline
          label={say("办理进度")}
          entries={[
            { id: "1", title: say("已提交"), time: say("2026年11月16日 星期一 10:32") },
            { id: "2", title: say("已受理"), time: say("2026年11月17日 星期二 09:05"), detail: say("受理通知书已发到您的消息。") },
            { id: "3", title: say("正在审查"), time: say("最迟 2026年11月23日 星期一 完成"), state: "current" },
            { id: "4", title: say("作出决定"), state: "pending" },
          ]}
        />
      </Sample>
    </>
  );
}
