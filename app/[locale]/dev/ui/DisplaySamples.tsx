import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Card, Details, EmptyState, Tiles } from "@/app/_ui/Cards";
import { Confirmation, Notice } from "@/app/_ui/Notice";
import { BackLink, Breadcrumbs, PageHeading, Prose, Section } from "@/app/_ui/Page";
import { Progress, Skeleton } from "@/app/_ui/Progress";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { Light, Tag } from "@/app/_ui/Tag";
import { Sample } from "./Sample";

const colours = ["page", "surface", "subtle", "accent-soft", "accent", "accent-strong", "danger-soft", "danger", "success-soft", "success", "warning-soft", "warning"] as const;
const swatches: Record<(typeof colours)[number], string> = {
  page: "bg-page", surface: "bg-surface", subtle: "bg-subtle", "accent-soft": "bg-accent-soft", accent: "bg-accent", "accent-strong": "bg-accent-strong",
  "danger-soft": "bg-danger-soft", danger: "bg-danger", "success-soft": "bg-success-soft", success: "bg-success", "warning-soft": "bg-warning-soft", warning: "bg-warning",
};

function Foundations() {
  return (
    <>
      <Sample name="Colour">
        <ul lang="en" className="grid grid-cols-2 gap-4 md:grid-cols-6">
          {colours.map((colour) => (
            <li key={colour} className="text-small"><span className={`block h-14 rounded-control border border-line ${swatches[colour]}`} />{colour}</li>
          ))}
        </ul>
      </Sample>
      <Sample name="Type">
        <div className="flex flex-col gap-2">
          <p className="text-figure font-bold">数字 310101-20261121</p>
          <p className="text-h1 font-bold">一级标题：您要申请什么</p>
          <p className="text-h2 font-bold">二级标题：需要准备的材料</p>
          <p className="text-h3 font-bold">三级标题：身份证明</p>
          <p className="text-lead">引导语：在线提交申请，最快三个工作日办好。</p>
          <p className="max-w-measure">正文：申请人在本市连续居住六个月以上，有合法稳定就业、合法稳定住所或者连续就读之一的，可以申领居住证。行距为字号的一点七倍，每行不超过四十个字，不两端对齐。</p>
          <p className="text-hint text-muted">说明：请填写身份证上的姓名。</p>
          <p className="text-small text-muted">辅助：更新于 2026年11月21日 星期六</p>
        </div>
      </Sample>
    </>
  );
}

function Actions() {
  return (
    <>
      <Sample name="Button">
        <ButtonRow>
          <Button look="primary">确认并提交申请</Button>
          <Button>保存，稍后继续</Button>
          <Button look="quiet">查看示例</Button>
          <Button look="danger">撤回申请</Button>
        </ButtonRow>
        <ButtonRow>
          <Button look="primary" loading>正在提交</Button>
          <Button icon="print">打印</Button>
          <Button disabled>不可用</Button>
          <ButtonLink look="primary" href="/dev/ui" icon="arrowRight">开始申请居住证</ButtonLink>
        </ButtonRow>
      </Sample>
      <Sample name="Tag, Light">
        <p className="flex flex-wrap gap-3">
          <Tag>草稿</Tag><Tag tone="info">审查中</Tag><Tag tone="success">准予</Tag><Tag tone="warning">待补正</Tag><Tag tone="danger">不予</Tag>
        </p>
        <p className="flex flex-wrap gap-x-8 gap-y-2">
          <Light colour="green">正常</Light><Light colour="yellow">临近期限</Light><Light colour="orange">今日到期</Light><Light colour="red">超过承诺时限</Light><Light colour="black">超过法定时限</Light>
        </p>
      </Sample>
    </>
  );
}

function Messages() {
  return (
    <>
      <Sample name="Notice">
        <Notice title="您有一份没有提交的申请">上次保存于 2026年11月20日 星期五 10:32，保留到 2026年12月20日 星期日。</Notice>
        <Notice tone="success" title="已保存" />
        <Notice tone="warning" title="请在 2026年12月3日 星期四 前补正材料" actions={<ButtonLink href="/dev/ui">去补正</ButtonLink>}>居住证明的照片看不清楚，请重新拍摄。</Notice>
        <Notice tone="error" title="文件没有上传成功">文件超过 10 MB，请压缩后再选一次。</Notice>
      </Sample>
      <Sample name="StepIndicator, Progress, Skeleton">
        <StepIndicator current={2} total={5} title="上传材料" next="核对信息" />
        <StepIndicator current={1} title="申请人" />
        <Progress label="正在导入事项" value={1820} max={5000} />
        <Skeleton label="正在载入" />
      </Sample>
      <Sample name="EmptyState, Details">
        <EmptyState title="还没有办件" actions={<ButtonLink href="/items">去找要办的事</ButtonLink>}>提交申请后，可以在这里看到进度。</EmptyState>
        <Details summary="哪些情况不用提交居住证明"><p className="max-w-measure">本市户籍的家庭成员之间投靠居住，或者材料可以通过数据共享取得的，不用提交。</p></Details>
      </Sample>
    </>
  );
}

/** Foundations, actions, messages and frames. */
export function DisplaySamples() {
  return (
    <>
      <Foundations />
      <Actions />
      <Messages />
      <Sample name="Tiles, Card">
        <Tiles
          label="常用服务"
          tiles={[
            { href: "/items?theme=residence", icon: "home", title: "居住证申领", note: "网上办理，不用跑腿" },
            { href: "/me/certificates", icon: "certificate", title: "我的证照" },
            { href: "tel:12345", icon: "phone", title: "打电话求助", note: "12345，每天 24 小时" },
          ]}
        />
        <Card title="高龄津贴申领" actions={<ButtonLink href="/dev/ui">继续填写</ButtonLink>}><p className="text-muted">还差 2 项：银行账户、声明。</p></Card>
      </Sample>
      <Sample name="Breadcrumbs, BackLink, PageHeading, Section, Prose">
        <Breadcrumbs trail={[{ href: "/", label: "首页" }, { href: "/items", label: "办事" }]} current="居住证申领" />
        <BackLink href="/dev/ui" />
        <Section level={3} title="办理条件" intro="同时符合下面各项的，可以申请。">
          <Prose><ol><li>在本市居住满半年；</li><li>有合法稳定就业、住所或者连续就读之一。</li></ol></Prose>
        </Section>
        <div className="border border-dashed border-line p-4"><PageHeadingSample /></div>
      </Sample>
    </>
  );
}

/* The living page already has its own first-level heading, so the samples of headings that carry one are drawn in a frame of their own. */
function PageHeadingSample() {
  return (
    <article className="flex flex-col gap-6">
      <PageHeading caption="行政给付" title="高龄津贴申领" lead="年满八十周岁的本市户籍老人可以申请。" actions={<Button icon="print">打印指南</Button>} />
      <Confirmation title="申请已提交" numberLabel="办件编号" number="310101-20260901-000123-K">区民政局最迟 2026年12月3日 星期四 答复您。</Confirmation>
    </article>
  );
}
