import { createElement } from 'react';
import { extractStyle } from '@ant-design/static-style-extract';
import { ConfigProvider } from 'antd';
import type { Plugin } from 'vite';
import { ANTD_COMPONENTS, antdTheme, lookOf, type AntdLook } from '../src/frames/antd-theme.ts';

const NAME = 'virtual:antd/';
/** A path that no file has; its ending tells the bundler that it is a style sheet. */
const PATH = '/drawn-at-build-time/antd-';

/** Extracts antd's style sheets at build time, because the strict content security policy forbids inline styles.
 *  `virtual:antd/base.css` has all rules with the values of the plain theme; `virtual:antd/LOOK.css` has only the values of
 *  another theme (dark, large, dark-large). */
export function antdStyles(): Plugin {
  return {
    name: 'antd-styles',
    resolveId: (id) => (id.startsWith(NAME) ? `${PATH}${id.slice(NAME.length)}` : undefined),
    load(id) {
      if (!id.startsWith(PATH)) return undefined;
      const look = id.slice(PATH.length, -'.css'.length);
      return look === 'base' ? sheetOf('light') : valuesOf(look as AntdLook);
    },
  };
}

/** Replaces antd's helper, which writes <style> elements that the content policy forbids; ours adopts style sheets. */
export function adoptedStyles(ours: string): Plugin {
  return {
    name: 'adopted-styles',
    enforce: 'pre',
    resolveId: (source, importer) =>
      /(?:^|\/)dynamicCSS(?:\.js)?$/.test(source) && importer?.includes('node_modules') ? ours : undefined,
  };
}

function sheetOf(look: AntdLook): string {
  const warn = console.error;
  console.error = () => undefined; // deprecation warnings of components that the extractor itself renders
  try {
    return extractStyle({
      includes: [...ANTD_COMPONENTS],
      customTheme: (node) => createElement(ConfigProvider, { theme: antdTheme(lookOf(look)) }, node),
    });
  } finally {
    console.error = warn;
  }
}

/** The rules that set values for a theme: those whose selector has its key. */
function valuesOf(look: AntdLook): string {
  return [...sheetOf(look).matchAll(/\.mw-[a-z-]+[^{}]*\{[^{}]*\}/g)].map(([rule]) => rule).join('');
}
