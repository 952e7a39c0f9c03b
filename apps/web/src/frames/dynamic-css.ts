/** Replaces antd's own helper for rules that come and go at run time, such as the scroll lock under a dialog. It uses
 *  adopted style sheets, which a content policy without inline styles allows. Same names and behaviour. */
const sheets = new Map<string, CSSStyleSheet>();

function adopt(key: string, css: string): void {
  const present = sheets.get(key);
  if (present) {
    present.replaceSync(css);
    return;
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.set(key, sheet);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

export function updateCSS(css: string, key: string): HTMLElement {
  adopt(key, css);
  return document.documentElement;
}

export function injectCSS(css: string): HTMLElement {
  adopt(css, css);
  return document.documentElement;
}

export function removeCSS(key: string): void {
  const sheet = sheets.get(key);
  if (!sheet) return;
  sheets.delete(key);
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet);
}

export function clearContainerCache(): void {
  // this implementation has no cache per container
}
