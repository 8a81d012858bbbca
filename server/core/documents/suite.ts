import type { SignatureSuite } from "@/domain/certificates/schema/catalogue";
import { international } from "./suites/international";
import { national } from "./suites/national";
import type { CryptoSuite } from "./suites/port";

const suites: Record<SignatureSuite, CryptoSuite> = { international, national };

export const suiteOf = (name: SignatureSuite): CryptoSuite => suites[name];

/** The suite a header's `alg` names; nothing for any other algorithm. */
export const suiteByAlgorithm = (alg: unknown): CryptoSuite | undefined => Object.values(suites).find((suite) => suite.alg === alg);
