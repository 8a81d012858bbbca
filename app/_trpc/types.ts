import type { createCaller } from "@/server/api/root";

type Caller = ReturnType<typeof createCaller>;
type AnswerOf<Procedure> = Procedure extends (...input: never[]) => Promise<infer Value> ? Value : never;

/** What each procedure answers to a page: `Answers["items"]["get"]`. */
export type Answers = { [Noun in keyof Caller]: { [Verb in keyof Caller[Noun]]: AnswerOf<Caller[Noun][Verb]> } };
