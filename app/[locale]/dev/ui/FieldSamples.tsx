import { Checkbox, CheckboxGroup, RadioGroup, YesNo } from "@/app/_ui/Choices";
import { Button } from "@/app/_ui/Button";
import { DateField } from "@/app/_ui/DateField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldGroup, FieldStack } from "@/app/_ui/Fieldset";
import { FileField, ReceivedFiles } from "@/app/_ui/FileField";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { MoneyField, NumberField, TextField } from "@/app/_ui/TextField";
import { Sample } from "./Sample";
import { useSay } from "./words";

function Text() {
  const say = useSay();
  return (
    <Sample name="TextField, NumberField, MoneyField, TextArea">
      <FieldStack>
        <TextField name="name" label={say("姓名")} autoComplete="name" spellCheck={false} />
        <TextField name="idNumber" label={say("证件号码")} hint={say("18 位身份证号码，末位是 X 的大小写都可以。")} defaultValue="110105 19491231 002X" source={say("来自您的账户")} width="medium" />
        <TextField name="former" label={say("曾用名")} optional />
        <TextField name="nameWrong" label={say("姓名")} error={say("请填写姓名")} />
        <TextField name="fixed" label={say("常住城市")} defaultValue={say("示例市")} readOnly width="short" />
        <NumberField name="area" label={say("住房面积")} suffix={say("平方米")} />
        <MoneyField name="income" label={say("月收入")} hint={say("税前，可以保留两位小数。")} defaultValue="4,200.50" />
        <TextArea name="reason" label={say("申请理由")} limit={200} defaultValue={say("因照顾孙辈，随子女在本市居住。")} />
        <TextArea name="reasonWrong" label={say("补充说明")} limit={10} defaultValue={say("这段文字超过了十个字的限制。")} error={say("补充说明不能超过 10 个字")} />
      </FieldStack>
    </Sample>
  );
}

function Choices() {
  const say = useSay();
  const kinds = [
    { value: "work", label: say("就业") },
    { value: "home", label: say("居住"), hint: say("自有住房、租房、单位宿舍都可以。") },
    { value: "study", label: say("就读") },
  ];
  return (
    <Sample name="RadioGroup, CheckboxGroup, YesNo, Checkbox, Select">
      <FieldStack>
        <RadioGroup name="ground" legend={say("您因为什么在本市居住？")} choices={kinds} defaultValue="home" />
        <RadioGroup name="groundWrong" legend={say("您因为什么在本市居住？")} choices={kinds} error={say("请选择居住原因")} />
        <CheckboxGroup name="aids" legend={say("您需要哪些帮助？")} hint={say("可以多选。")} choices={kinds} defaultValue={["work", "study"]} optional />
        <YesNo name="married" legend={say("您结过婚吗？")} allowUnknown />
        <Checkbox name="truth" label={say("我声明以上内容属实，并愿意承担法律责任。")} />
        <Checkbox name="truthWrong" label={say("我声明以上内容属实。")} error={say("请先勾选声明")} />
        <Select name="district" label={say("所在区")} options={[{ value: "310101", label: say("黄浦区") }, { value: "310104", label: say("徐汇区") }]} width="medium" />
        <Select
          name="office" label={say("领取地点")} error={say("请选择领取地点")}
          options={[{ label: say("黄浦区"), options: [{ value: "1", label: say("区政务服务中心") }] }, { label: say("徐汇区"), options: [{ value: "2", label: say("区政务服务中心") }] }]}
        />
      </FieldStack>
    </Sample>
  );
}

/** Every form field, in its ordinary, filled, optional and wrong state. */
export function FieldSamples() {
  const say = useSay();
  const errors = [
    { name: "nameWrong", message: say("请填写姓名") },
    { name: "bornWrong", message: say("出生日期不能晚于今天") },
  ];
  return (
    <>
      <Sample name="ErrorSummary"><ErrorSummary errors={errors} /></Sample>
      <Text />
      <Choices />
      <Sample name="DateField, FileField, FieldGroup, SubmitButton">
        <FieldStack>
          <DateField name="born" legend={say("出生日期")} hint={say("例如 1954 年 7 月 3 日")} birthday />
          <DateField name="bornWrong" legend={say("出生日期")} defaultValue="2054-07-03" error={say("出生日期不能晚于今天")} />
          <DateField name="visit" legend={say("到窗口的日期")} years={{ from: 2026, to: 2027 }} />
          <FieldGroup legend={say("上传材料")}>
            <FileField
              name="proof" label={say("居住证明")} hint={say("PDF 或照片，每个不超过 10 MB。")} accept="application/pdf,image/*"
              received={<ReceivedFiles files={[{ id: "1", name: say("租房合同.pdf"), note: say("1.2 MB，已收到"), href: "/dev/ui", action: <Button look="quiet">{say("删除")}</Button> }]} />}
            />
            <FileField name="photo" label={say("近期照片")} accept="image/*" error={say("照片是空文件，请重新选择")} optional />
          </FieldGroup>
          <div><SubmitButton>{say("继续")}</SubmitButton></div>
        </FieldStack>
      </Sample>
    </>
  );
}
