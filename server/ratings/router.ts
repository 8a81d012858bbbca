import { ByNumber } from "@/domain/applications/schema";
import { ByReceipt, ByToken, RateAgain, RateAgainByReceipt, RateApplication, RateVisit } from "@/domain/ratings/schema";
import { ListFigures, OneFigure } from "@/domain/ratings/schema/figures";
import { ListRectifications, RectificationById, Rectify } from "@/domain/ratings/schema/rectification";
import { DeviceById, EndService, RegisterDevice } from "@/domain/ratings/schema/visits";
import { doorProcedure, procedureFor, publicReadingProcedure, router } from "@/server/api/trpc";
import { rateAgain, rateAgainByReceipt, rateApplication } from "./commands";
import { rectify } from "./commands/rectify";
import { endService, rateVisit, registerDevice, revokeDevice } from "./commands/visits";
import { getByReceipt, getRating } from "./queries";
import { findFigure, listFigures, listOwnFigures } from "./queries/figures";
import { getRectification, listRectifications } from "./queries/rectifications";
import { getVisit, listDevices, listEndable, listServed } from "./queries/visits";

const coded = doorProcedure("rating");
const citizen = procedureFor("citizen");
const clerk = procedureFor("clerk");
const supervisor = procedureFor("supervisor");
const rectifier = procedureFor("supervisor", "approver");
const office = procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor");

/** Rating cases and visits, what the organ does about low ratings, and what is told of all of them. */
export const ratingsRouter = router({
  get: citizen.input(ByNumber).query(({ ctx, input }) => getRating(ctx, input.number)),
  rate: citizen.input(RateApplication).mutation(({ ctx, input }) => rateApplication(ctx, input)),
  rateAgain: citizen.input(RateAgain).mutation(({ ctx, input }) => rateAgain(ctx, input)),
  // What somebody without a name holds is a code; that of a screen or a visit is in its address.
  getByReceipt: coded.input(ByReceipt).query(({ ctx, input }) => getByReceipt(ctx, input)),
  rateAgainByReceipt: coded.input(RateAgainByReceipt).mutation(({ ctx, input }) => rateAgainByReceipt(ctx, input)),
  getVisit: coded.input(ByToken).query(({ ctx, input }) => getVisit(ctx, input.token)),
  rateVisit: coded.input(RateVisit).mutation(({ ctx, input }) => rateVisit(ctx, input)),

  listFigures: publicReadingProcedure.input(ListFigures).query(({ ctx, input }) => listFigures(ctx, input)),
  getFigure: publicReadingProcedure.input(OneFigure).query(({ ctx, input }) => findFigure(ctx, input)),
  listOwnFigures: office.query(({ ctx }) => listOwnFigures(ctx)),

  listServed: clerk.query(({ ctx }) => listServed(ctx.db, ctx.actor, "clerk")),
  listEndable: clerk.query(({ ctx }) => listEndable(ctx, ctx.actor)),
  endService: clerk.input(EndService).mutation(({ ctx, input }) => endService(ctx, input)),
  listDevices: supervisor.query(({ ctx }) => listDevices(ctx.db, ctx.actor)),
  registerDevice: supervisor.input(RegisterDevice).mutation(({ ctx, input }) => registerDevice(ctx, input)),
  revokeDevice: supervisor.input(DeviceById).mutation(({ ctx, input }) => revokeDevice(ctx, input)),

  listRectifications: rectifier.input(ListRectifications).query(({ ctx, input }) => listRectifications(ctx, input)),
  getRectification: rectifier.input(RectificationById).query(({ ctx, input }) => getRectification(ctx, input.id)),
  rectify: rectifier.input(Rectify).mutation(({ ctx, input }) => rectify(ctx, input)),
});
