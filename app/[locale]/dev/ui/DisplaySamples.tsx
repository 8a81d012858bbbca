import { Button, buttonClass, ButtonLink, ButtonRow, type ButtonLook } from "@/app/_ui/Button";
import { Card, Details, EmptyState, Tiles } from "@/app/_ui/Cards";
import { Confirmation, Notice } from "@/app/_ui/Notice";
import { BackLink, Breadcrumbs, PageHeading, Prose, Section } from "@/app/_ui/Page";
import { Progress, Skeleton } from "@/app/_ui/Progress";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { Light, Tag } from "@/app/_ui/Tag";
import { Sample } from "./Sample";
import { useSay } from "./words";

function Actions() {
  const say = useSay();
  return (
    <>
      <Sample name="Button">
        <ButtonRow>
          <Button look="primary">{say("确认并提交申请")}</Button>
          <Button>{say("保存，稍后继续")}</Button>
          <Button look="quiet">{say("查看示例")}</Button>
          <Button look="danger">{say("撤回申请")}</Button>
        </ButtonRow>
        <ButtonRow>
          <Button look="primary" loading>{say("正在提交")}</Button>
          <Button icon="print">{say("打印")}</Button>
          <Button disabled>{say("不可用")}</Button>
          <ButtonLink look="primary" href="/dev/ui" icon="arrowRight">{say("开始申请居住证")}</ButtonLink>
        </ButtonRow>
      </Sample>
      <Sample name="Button: rest, hover, focus, disabled, busy">
        <ButtonStates />
      </Sample>
      <Sample name="Tag, Light">
        <p className="flex flex-wrap gap-3">
          <Tag>{say("草稿")}</Tag><Tag tone="info">{say("审查中")}</Tag><Tag tone="success">{say("准予")}</Tag><Tag tone="warning">{say("待补正")}</Tag><Tag tone="danger">{say("不予")}</Tag>
        </p>
        <p className="flex flex-wrap gap-x-8 gap-y-2">
          <Light colour="green">{say("正常")}</Light><Light colour="yellow">{say("临近期限")}</Light><Light colour="orange">{say("今日到期")}</Light><Light colour="red">{say("超过承诺时限")}</Light><Light colour="black">{say("超过法定时限")}</Light>
        </p>
      </Sample>
    </>
  );
}

const states = ["rest", "hover", "focus", "disabled", "busy"] as const;
const forced = {
  primary: "bg-accent-strong!", secondary: "border-accent! bg-accent-soft!", quiet: "bg-accent-soft! text-accent-strong!", danger: "bg-danger! text-page!",
} satisfies Record<ButtonLook, string>;

/** Each look in each state, drawn as it is under the pointer or with the keyboard on it. */
function ButtonStates() {
  const say = useSay();
  return (
    <div className="flex flex-col gap-5">
      {(["primary", "secondary", "quiet", "danger"] as const).map((look) => (
        <ul key={look} className="flex flex-wrap items-end gap-x-6 gap-y-4">
          {states.map((state) => (
            <li key={state} className="flex flex-col gap-1">
              <span lang="en" className="text-small text-muted">{look}, {state}</span>
              <Button look={look} disabled={state === "disabled"} loading={state === "busy"} className={state === "hover" ? buttonClass(look, forced[look]) : state === "focus" ? buttonClass(look, "outline-3 outline-offset-2 outline-focus") : undefined}>{say("继续")}</Button>
            </li>
          ))}
        </ul>
      ))}
    </div>
  );
}

function Messages() {
  const say = useSay();
  return (
    <>
      <Sample name="Notice">
        <Notice title={say("您有一份没有提交的申请")}>{say("上次保存于 2026年11月20日 星期五 10:32，保留到 2026年12月20日 星期日。")}</Notice>
        <Notice tone="success" title={say("已保存")} />
        <Notice tone="warning" title={say("请在 2026年12月3日 星期四 前补正材料")} actions={<ButtonLink href="/dev/ui">{say("去补正")}</ButtonLink>}>{say("居住证明的照片看不清楚，请重新拍摄。")}</Notice>
        <Notice tone="error" title={say("文件没有上传成功")}>{say("文件超过 10 MB，请压缩后再选一次。")}</Notice>
      </Sample>
      <Sample name="StepIndicator, Progress, Skeleton">
        <StepIndicator current={2} total={5} title={say("上传材料")} next={say("核对信息")} />
        <StepIndicator current={1} title={say("申请人")} />
        <Progress label={say("正在导入事项")} value={1820} max={5000} />
        <Skeleton label={say("正在载入")} />
      </Sample>
      <Sample name="EmptyState, Details">
        <EmptyState title={say("还没有办件")} actions={<ButtonLink href="/items">{say("去找要办的事")}</ButtonLink>}>{say("提交申请后，可以在这里看到进度。")}</EmptyState>
        <Details summary={say("哪些情况不用提交居住证明")}><p className="max-w-measure">{say("本市户籍的家庭成员之间投靠居住，或者材料可以通过数据共享取得的，不用提交。")}</p></Details>
      </Sample>
    </>
  );
}

/** Foundations, actions, messages and frames. */
export function DisplaySamples() {
  const say = useSay();
  return (
    <>
      <Actions />
      <Messages />
      <Sample name="Tiles, Card">
        <Tiles
          label={say("常用服务")}
          tiles={[
            { href: "/items?theme=residence", icon: "home", title: say("居住证申领"), note: say("网上办理，不用跑腿") },
            { href: "/me/certificates", icon: "certificate", title: say("我的证照") },
            { href: "tel:12345", icon: "phone", title: say("打电话求助"), note: say("12345，每天 24 小时") },
          ]}
        />
        <Card title={say("高龄津贴申领")} actions={<ButtonLink href="/dev/ui">{say("继续填写")}</ButtonLink>}><p className="text-muted">{say("还差 2 项：银行账户、声明。")}</p></Card>
      </Sample>
      <Sample name="Breadcrumbs, BackLink, PageHeading, Section, Prose">
        <Breadcrumbs trail={[{ href: "/", label: say("首页") }, { href: "/items", label: say("办事") }]} current={say("居住证申领")} />
        <BackLink href="/dev/ui" />
        <Section level={3} title={say("办理条件")} intro={say("同时符合下面各项的，可以申请。")}>
          <Prose><ol><li>{say("在本市居住满半年；")}</li><li>{say("有合法稳定就业、住所或者连续就读之一。")}</li></ol></Prose>
        </Section>
        <div className="border border-dashed border-line p-4"><PageHeadingSample /></div>
      </Sample>
    </>
  );
}

/* The living page already has its own first-level heading, so the samples of headings that carry one are drawn in a frame of their own. */
function PageHeadingSample() {
  const say = useSay();
  return (
    <article className="flex flex-col gap-6">
      <PageHeading caption={say("行政给付")} title={say("高龄津贴申领")} lead={say("年满八十周岁的本市户籍老人可以申请。")} actions={<Button icon="print">{say("打印指南")}</Button>} />
      <Confirmation title={say("申请已提交")} numberLabel={say("办件编号")} number="310101-20260901-000123-K">{say("区民政局最迟 2026年12月3日 星期四 答复您。")}</Confirmation>
    </article>
  );
}
