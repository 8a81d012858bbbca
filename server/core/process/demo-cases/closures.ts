import type { User } from "@/domain/core/actor";
import { addDays, type Day } from "@/domain/core/calendar";
import type { PlanClosure } from "@/domain/departments/schema/closures";
import type { Ctx } from "@/server/core/context";
import { decideClosure, planClosure } from "@/server/departments/commands/closures";

/** Who plans and who confirms. */
export const keepers = ["system-admin", "security-admin"] as const;

type City = { today: Day; itemCode: string; as: (keeper: (typeof keepers)[number], at: Date) => Ctx & { actor: User } };

/** A night's work on the whole portal that is over, and one on an item that is told of: both as two administrators made them. */
export async function addClosures({ today, itemCode, as }: City): Promise<void> {
  const at = (days: number, time: string) => new Date(`${addDays(today, days)}T${time}:00+08:00`);
  const plans: readonly [planned: number, plan: PlanClosure][] = [
    [-15, {
      scope: { kind: "portal" }, startsAt: at(-10, "22:00").toISOString(), endsAt: at(-9, "02:00").toISOString(), noticeDays: 3,
      why: { zh: "系统升级。", en: "The system is upgraded." }, instead: { zh: "着急办理，第二天一早可以到各区政务服务中心窗口，或者拨打 12345。", en: "If it is urgent, go to a district service centre the next morning, or call 12345." },
    }],
    [-1, {
      scope: { kind: "item", code: itemCode }, startsAt: at(5, "22:00").toISOString(), endsAt: at(6, "06:00").toISOString(), noticeDays: 7,
      why: { zh: "与省级系统对接，需要暂停一晚。", en: "It is connected to the system of the province, which takes one night." }, instead: { zh: "着急办理，请在工作时间到越秀区政务服务中心窗口，或者拨打 12345。", en: "If it is urgent, go to the service centre of Yuexiu District in office hours, or call 12345." },
    }],
  ];
  for (const [planned, plan] of plans) {
    const { id } = await planClosure(as("system-admin", at(planned, "09:30")), plan);
    await decideClosure(as("security-admin", at(planned, "10:10")), { id, outcome: "confirmed" });
  }
}
