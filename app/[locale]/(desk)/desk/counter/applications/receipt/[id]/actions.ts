"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { fenOf } from "@/domain/applications/rules/counter";
import { NotePayment, paymentMethods } from "@/domain/applications/schema/counter";

export type PaymentState = { at?: string; refusal?: Refusal; wrong?: ("amount" | "receiptNumber")[]; typed?: Record<string, string> };

/** Notes what was paid, under the number of the receipt. */
export async function notePayment(_: PaymentState, form: FormData): Promise<PaymentState> {
  const typed = Object.fromEntries(["fee", "amount", "method", "receiptNumber"].map((name) => [name, textOf(form, name).trim()]));
  const id = textOf(form, "id");
  const amountFen = fenOf(typed["amount"] ?? "");
  const method = paymentMethods.find((one) => one === typed["method"]) ?? "cash";
  const receiptNumber = (typed["receiptNumber"] ?? "").normalize("NFKC").replace(/\s/g, "");
  const wrong = [...(amountFen === undefined ? ["amount" as const] : []), ...(NotePayment.shape.receiptNumber.safeParse(receiptNumber).success ? [] : ["receiptNumber" as const])];
  if (wrong.length > 0 || amountFen === undefined) return { at: crypto.randomUUID(), wrong, typed };
  const path = `/desk/counter/applications/receipt/${id}`;
  const refusal = await refusalOf((await apiFor(form)).applications.counterPay({ id, fee: typed["fee"] ?? "", amountFen, method, receiptNumber }));
  await detour(refusal, form, path);
  if (refusal) return { at: crypto.randomUUID(), refusal, typed };
  redirect(await here(`${path}?did=paid`));
}
