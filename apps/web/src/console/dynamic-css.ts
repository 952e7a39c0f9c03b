/** What antd's own helper does – rules that come and go at run time, such as the lock on scrolling under a dialog –
 *  through adopted style sheets, which a content policy without inline styles allows. Same names, same meaning. */
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
  // nothing is cached by container
}
