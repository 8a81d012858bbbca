import { z } from "zod";
import { TellOfStep, TellPerson } from "@/domain/notices/schema";
import { once, type NounJobs } from "@/server/core/jobs";
import { askForConfirmation, mailMessage, sealNotice, sendMessage, tellApplicant, tellDelegate, tellParties, tellPerson } from "./commands";
import { tellHolders, tellOfEnd } from "./commands/certificates";
import { remindOfSupplements } from "./commands/reminders";
import { releaseHeld } from "./commands/sending";
import { tellOfStep } from "./commands/steps";

const Event = z.object({ eventId: z.uuid() });
const Seal = z.object({ noticeId: z.uuid() });
const Asked = z.object({ applicationId: z.uuid(), since: z.iso.datetime() });
const Returned = z.object({ applicationId: z.uuid(), accountId: z.uuid(), at: z.iso.datetime() });
const Delegation = z.object({ delegationId: z.uuid(), act: z.enum(["accepted", "recorded", "revoked", "laidDown", "declined"]), by: z.uuid().nullable() });
const Ending = z.object({ certificateId: z.uuid(), daysBefore: z.int() });
const Send = z.object({ messageId: z.uuid(), held: z.enum(["alone", "forAll"]).optional() });

export const jobs: NounJobs = {
  topics: {
    "applications.event": (ctx, payload) => once(tellApplicant(ctx, Event.parse(payload))),
    "applications.step": (ctx, payload) => once(tellOfStep(ctx, TellOfStep.parse(payload))),
    "applications.awaitsPrincipal": (ctx, payload) => once(askForConfirmation(ctx, Asked.parse(payload))),
    "applications.returnedToDelegate": (ctx, payload) => once(tellDelegate(ctx, Returned.parse(payload))),
    "delegations.event": (ctx, payload) => once(tellParties(ctx, Delegation.parse(payload))),
    "certificates.event": (ctx, payload) => once(tellHolders(ctx, Event.parse(payload))),
    "certificates.ending": (ctx, payload) => once(tellOfEnd(ctx, Ending.parse(payload))),
    "notices.tell": (ctx, payload) => once(tellPerson(ctx, TellPerson.parse(payload))),
    "notices.seal": (ctx, payload) => once(sealNotice(ctx, Seal.parse(payload))),
    "notices.send": (ctx, payload) => once(sendMessage(ctx, Send.parse(payload))),
    "notices.mail": (ctx, payload) => once(mailMessage(ctx, Send.parse(payload))),
  },
  schedules: {
    releaseHeld: { cron: "*/5 * * * *", run: releaseHeld },
    remindOfSupplements: { cron: "0 9 * * *", run: remindOfSupplements },
  },
};
