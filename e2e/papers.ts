import sharp from "sharp";

type Paper = { name: string; mimeType: string; buffer: Buffer };

/** A one-page PDF saying nothing, with a right cross-reference table. */
export function pdf(name = "证明.pdf"): Paper {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return { name, mimeType: "application/pdf", buffer: Buffer.from(text, "latin1") };
}

/** A small photograph of one colour. */
export async function png(name = "照片.png"): Promise<Paper> {
  const picture = sharp({ create: { width: 60, height: 80, channels: 3, background: { r: 240, g: 240, b: 250 } } });
  return { name, mimeType: "image/png", buffer: await picture.png().toBuffer() };
}

/** A program that calls itself a PDF. */
export const disguised: Paper = { name: "伪装.pdf", mimeType: "application/pdf", buffer: Buffer.from("MZ not a document at all") };
