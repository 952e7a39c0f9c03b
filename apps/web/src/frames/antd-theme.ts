import { theme, type ThemeConfig } from 'antd';

/** The components whose styles are extracted at build time. A component that is not listed here has no style. */
export const ANTD_COMPONENTS = [
  'Checkbox',
  'Drawer',
  'Dropdown',
  'Empty',
  'Menu',
  'Pagination',
  'Radio',
  'Segmented',
  'Select',
  'Spin',
  'Table',
  'Tabs',
  'Tooltip',
] as const;

export const ANTD_LOOKS = ['light', 'dark', 'large', 'dark-large'] as const;
export type AntdLook = (typeof ANTD_LOOKS)[number];

export const lookOf = (look: AntdLook): { isDark: boolean; isLarge: boolean } => ({
  isDark: look.startsWith('dark'),
  isLarge: look.endsWith('large'),
});

/** antd's design tokens in our colours, the same as in src/ui/tokens.css. */
export function antdTheme({ isDark, isLarge }: { isDark: boolean; isLarge: boolean }): ThemeConfig {
  const look: AntdLook = isDark ? (isLarge ? 'dark-large' : 'dark') : isLarge ? 'large' : 'light';
  return {
    zeroRuntime: typeof window !== 'undefined',
    hashed: false,
    cssVar: { key: `mw-${look}` },
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: isDark ? '#e0685c' : '#b8322a',
      colorInfo: isDark ? '#e0685c' : '#b8322a',
      colorLink: isDark ? '#f0958b' : '#a62a23',
      colorSuccess: isDark ? '#5fb69d' : '#24705d',
      colorWarning: isDark ? '#e0ab55' : '#96600c',
      colorError: isDark ? '#ef7b70' : '#b3261e',
      colorBgLayout: isDark ? '#191613' : '#fbf7f0',
      colorBgContainer: isDark ? '#24201b' : '#fffdf9',
      colorBgElevated: isDark ? '#2d2822' : '#fffdf9',
      colorTextBase: isDark ? '#f2ebe1' : '#2a2420',
      colorTextPlaceholder: isDark ? '#a89c8f' : '#75695e',
      colorTextDescription: isDark ? '#b9ada0' : '#665b51',
      colorTextTertiary: isDark ? '#b9ada0' : '#665b51',
      colorBorder: isDark ? '#4b433a' : '#d9cfc1',
      colorBorderSecondary: isDark ? '#3a342d' : '#ebe3d6',
      borderRadius: 8,
      fontSize: isLarge ? 20 : 15,
      controlHeight: isLarge ? 46 : 36,
      controlHeightLG: isLarge ? 58 : 48,
      fontFamily: 'inherit',
      motion: false,
    },
    components: {
      Layout: { siderBg: isDark ? '#201c18' : '#f4ede1', headerBg: 'transparent', bodyBg: 'transparent' },
      Menu: { itemBg: 'transparent', itemHeight: isLarge ? 52 : 42 },
      Table: { headerBg: isDark ? '#2d2822' : '#f6f0e5', headerColor: isDark ? '#d8cdc0' : '#574c43' },
    },
  };
}
