import type { PhoneChannel } from "@/domain/identity/rules/codes";

/** A message as gateways in this country take it: a template registered with them and its parameters. */
export type Sms = {
  /** The same for every attempt: a gateway that has seen it sends nothing twice. */
  id: string;
  phone: string;
  template: string;
  params: Record<string, string>;
  /** The message in words, for gateways that take texts; its version may be later than the template registered with them. */
  text?: string;
  /** A voice call reads the message out. Left out: as text. */
  channel?: PhoneChannel;
};

/** Hands a message to the gateway; throws when it was not taken. */
export type SmsPort = { send(message: Sms): Promise<void> };
