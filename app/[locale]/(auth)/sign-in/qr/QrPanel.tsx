import { getTranslations } from "next-intl/server";
import Image from "next/image";
import type { ShownQr } from "@/server/auth/here/qr";
import { PlainForm } from "../PlainForm";
import { finishQr, showQr } from "./actions";
import { WaitForPhone } from "./WaitForPhone";

/** A QR code for a phone that is signed in, with the number that both screens show. */
export async function QrPanel({ next, shown }: { next: string; shown: ShownQr | undefined }) {
  const t = await getTranslations("signIn.qr");
  if (!shown) {
    return (
      <div className="flex flex-col gap-5">
        <p className="max-w-measure">{t("lead")}</p>
        <PlainForm action={showQr} next={next} submit={t("start")} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-5">
      <h2 className="text-h2 font-bold">{t("title")}</h2>
      <p className="max-w-measure">{t("steps")}</p>
      <div className="flex flex-wrap items-center gap-x-10 gap-y-5">
        {/* White around and behind it in every theme: cameras need it. */}
        <Image unoptimized src={`data:image/svg+xml;base64,${Buffer.from(shown.svg).toString("base64")}`} alt={t("image")} width={240} height={240} className="rounded-card border border-line bg-white" data-address={shown.address} />
        <p><span className="block text-muted">{t("pairing")}</span><span className="text-figure font-bold tabular-nums">{shown.pairing}</span></p>
      </div>
      <p role="status">{t("waiting")}</p>
      <noscript>
        <meta httpEquiv="refresh" content="5" />
        <p>{t("noScript")}</p>
      </noscript>
      <WaitForPhone next={next} />
      <PlainForm action={finishQr} next={next} submit={t("done")} />
      <PlainForm action={showQr} next={next} submit={t("again")} look="quiet" />
    </div>
  );
}
