export const browsers = ["wechat", "alipay", "edge", "samsung", "huawei", "firefox", "chrome", "safari"] as const;
export const systems = ["harmony", "android", "ios", "windows", "macos", "linux"] as const;
export type Device = { browser: (typeof browsers)[number] | undefined; system: (typeof systems)[number] | undefined };

// The first that matches: the later ones are named by the earlier ones too.
const browserMarks: Record<(typeof browsers)[number], RegExp> = {
  wechat: /MicroMessenger/, alipay: /AlipayClient/, edge: /Edg(e|A|iOS)?\//, samsung: /SamsungBrowser/, huawei: /HuaweiBrowser|ArkWeb/,
  firefox: /Firefox|FxiOS/, chrome: /Chrome|CriOS/, safari: /Safari/,
};
const systemMarks: Record<(typeof systems)[number], RegExp> = { harmony: /HarmonyOS|OpenHarmony/, android: /Android/, ios: /iPhone|iPad|iPod/, windows: /Windows/, macos: /Mac OS X|Macintosh/, linux: /Linux|X11/ };

/** Which browser on which system a User-Agent names, for people to recognise their own device; it proves nothing. */
export function deviceOf(userAgent: string | null): Device {
  const named = <Name extends string>(names: readonly Name[], marks: Record<Name, RegExp>) => names.find((name) => marks[name].test(userAgent ?? ""));
  return { browser: named(browsers, browserMarks), system: named(systems, systemMarks) };
}
