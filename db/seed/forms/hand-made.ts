import { disabilityCertificate } from "./disability-certificate";
import { elderAllowance } from "./elder-allowance";
import { foodBusiness } from "./food-business";
import { nurseRegistration } from "./nurse-registration";
import type { HandMadeForm } from "./parts";
import { residencePermit } from "./residence-permit";
import { soleTrader } from "./sole-trader";

/** The items with a form of their own; every other item has one made from its facts. */
export const handMadeForms: readonly HandMadeForm[] = [residencePermit, elderAllowance, foodBusiness, soleTrader, disabilityCertificate, nurseRegistration];
