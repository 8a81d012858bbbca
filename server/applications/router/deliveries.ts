import { ByNumber } from "@/domain/applications/schema";
import { ChooseDelivery, ConfirmDelivery, DeliveryById, ListDeliveries, ReturnDelivery, SendDelivery } from "@/domain/applications/schema/deliveries";
import { procedureFor } from "@/server/api/trpc";
import { chooseDelivery, confirmDelivery, prepareDelivery, readyDelivery, returnDelivery, sendDelivery } from "../commands/deliveries";
import { getDeliveryForDesk, getOwnDelivery, listDeliveries, listLabels } from "../queries/deliveries";

const citizen = procedureFor("citizen");
const sender = procedureFor("certificateOfficer", "clerk");

/** How papers reach their owners: by post or at a window, with proof. */
export const deliveryProcedures = {
  ownDelivery: citizen.input(ByNumber).query(({ ctx, input }) => getOwnDelivery(ctx, input)),
  chooseDelivery: citizen.input(ChooseDelivery).mutation(({ ctx, input }) => chooseDelivery(ctx, input)),
  deliveries: sender.input(ListDeliveries).query(({ ctx, input }) => listDeliveries(ctx, input)),
  deliveryForDesk: procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor").input(ByNumber).query(({ ctx, input }) => getDeliveryForDesk(ctx, input)),
  deliveryLabels: sender.query(({ ctx }) => listLabels(ctx)),
  prepareDelivery: sender.input(DeliveryById).mutation(({ ctx, input }) => prepareDelivery(ctx, input)),
  sendDelivery: sender.input(SendDelivery).mutation(({ ctx, input }) => sendDelivery(ctx, input)),
  readyDelivery: sender.input(DeliveryById).mutation(({ ctx, input }) => readyDelivery(ctx, input)),
  returnDelivery: sender.input(ReturnDelivery).mutation(({ ctx, input }) => returnDelivery(ctx, input)),
  confirmDelivery: sender.input(ConfirmDelivery).mutation(({ ctx, input }) => confirmDelivery(ctx, input)),
};
