"use client";

import "./globals.css";

/* The frame itself failed, catalogues included, so both languages are written here. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="zh-CN">
      <body>
        <title>系统暂时出了问题</title>
        <main className="wrap-site flex max-w-site flex-col items-start gap-4 py-16">
          <h1 className="text-h1 font-bold">系统暂时出了问题</h1>
          <p>您已经保存的内容不会丢失。请过几分钟再试一次；仍不行的，请拨打 <a href="tel:12345">12345</a>。</p>
          <p lang="en" className="text-muted">Something went wrong on our side. What you saved is not lost. Try again in a few minutes.</p>
          <button type="button" onClick={retry} className="min-h-tap-primary rounded-control border-2 border-transparent bg-accent px-6 font-semibold text-on-accent">再试一次 <span lang="en">Try again</span></button>
        </main>
      </body>
    </html>
  );
}
