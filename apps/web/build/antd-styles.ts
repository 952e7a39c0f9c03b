import { createElement } from 'react';
import { extractStyle } from '@ant-design/static-style-extract';
import { ConfigProvider } from 'antd';
import type { Plugin } from 'vite';
import { ANTD_COMPONENTS, antdTheme, lookOf, type AntdLook } from '../src/console/antd-theme.ts';

const NAME = 'virtual:antd/';
/** A path that no file has; its end tells the bundler that it is a style sheet. */
const PATH = '/drawn-at-build-time/antd-';

/** The desk's style sheets, drawn at build time: a page under a strict content policy may not write styles of its own.
 *  `virtual:antd/base.css` holds all rules with the values of the plain look; `virtual:antd/LOOK.css` holds only the
 *  values of another look (dark, large, dark-large). */
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

/** antd's helper writes <style> elements, which a strict content policy forbids; ours adopts style sheets instead. */
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
  console.error = () => undefined; // deprecations of components that the extractor itself draws
  try {
    return extractStyle({
      includes: [...ANTD_COMPONENTS],
      customTheme: (node) => createElement(ConfigProvider, { theme: antdTheme(lookOf(look)) }, node),
    });
  } finally {
    console.error = warn;
  }
}

/** The rules that set values for a look: those whose selector names its key. */
function valuesOf(look: AntdLook): string {
  return [...sheetOf(look).matchAll(/\.mw-[a-z-]+[^{}]*\{[^{}]*\}/g)].map(([rule]) => rule).join('');
}
