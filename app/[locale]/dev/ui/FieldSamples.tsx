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

const errors = [
  { name: "nameWrong", message: "请填写姓名" },
  { name: "bornWrong", message: "出生日期不能晚于今天" },
];

function Text() {
  return (
    <Sample name="TextField, NumberField, MoneyField, TextArea">
      <FieldStack>
        <TextField name="name" label="姓名" autoComplete="name" spellCheck={false} />
        <TextField name="idNumber" label="证件号码" hint="18 位身份证号码，末位是 X 的大小写都可以。" defaultValue="110105 19491231 002X" source="来自您的账户" width="medium" />
        <TextField name="former" label="曾用名" optional />
        <TextField name="nameWrong" label="姓名" error="请填写姓名" />
        <TextField name="fixed" label="常住城市" defaultValue="示例市" readOnly width="short" />
        <NumberField name="area" label="住房面积" suffix="平方米" />
        <MoneyField name="income" label="月收入" hint="税前，可以保留两位小数。" defaultValue="4,200.50" />
        <TextArea name="reason" label="申请理由" limit={200} defaultValue="因照顾孙辈，随子女在本市居住。" />
        <TextArea name="reasonWrong" label="补充说明" limit={10} defaultValue="这段文字超过了十个字的限制。" error="补充说明不能超过 10 个字" />
      </FieldStack>
    </Sample>
  );
}

function Choices() {
  const kinds = [
    { value: "work", label: "就业" },
    { value: "home", label: "居住", hint: "自有住房、租房、单位宿舍都可以。" },
    { value: "study", label: "就读" },
  ];
  return (
    <Sample name="RadioGroup, CheckboxGroup, YesNo, Checkbox, Select">
      <FieldStack>
        <RadioGroup name="ground" legend="您因为什么在本市居住？" choices={kinds} defaultValue="home" />
        <RadioGroup name="groundWrong" legend="您因为什么在本市居住？" choices={kinds} error="请选择居住原因" />
        <CheckboxGroup name="aids" legend="您需要哪些帮助？" hint="可以多选。" choices={kinds} defaultValue={["work", "study"]} optional />
        <YesNo name="married" legend="您结过婚吗？" allowUnknown />
        <Checkbox name="truth" label="我声明以上内容属实，并愿意承担法律责任。" />
        <Checkbox name="truthWrong" label="我声明以上内容属实。" error="请先勾选声明" />
        <Select name="district" label="所在区" options={[{ value: "310101", label: "黄浦区" }, { value: "310104", label: "徐汇区" }]} width="medium" />
        <Select
          name="office" label="领取地点" error="请选择领取地点"
          options={[{ label: "黄浦区", options: [{ value: "1", label: "区政务服务中心" }] }, { label: "徐汇区", options: [{ value: "2", label: "区政务服务中心" }] }]}
        />
      </FieldStack>
    </Sample>
  );
}

/** Every form field, in its ordinary, filled, optional and wrong state. */
export function FieldSamples() {
  return (
    <>
      <Sample name="ErrorSummary"><ErrorSummary errors={errors} /></Sample>
      <Text />
      <Choices />
      <Sample name="DateField, FileField, FieldGroup, SubmitButton">
        <FieldStack>
          <DateField name="born" legend="出生日期" hint="例如 1954 年 7 月 3 日" birthday />
          <DateField name="bornWrong" legend="出生日期" defaultValue="2054-07-03" error="出生日期不能晚于今天" />
          <DateField name="visit" legend="到窗口的日期" years={{ from: 2026, to: 2027 }} />
          <FieldGroup legend="上传材料">
            <FileField
              name="proof" label="居住证明" hint="PDF 或照片，每个不超过 10 MB。" accept="application/pdf,image/*"
              received={<ReceivedFiles files={[{ id: "1", name: "租房合同.pdf", note: "1.2 MB，已收到", href: "/dev/ui", action: <Button look="quiet">删除</Button> }]} />}
            />
            <FileField name="photo" label="近期照片" accept="image/*" error="照片是空文件，请重新选择" optional />
          </FieldGroup>
          <div><SubmitButton>继续</SubmitButton></div>
        </FieldStack>
      </Sample>
    </>
  );
}
