import 'virtual:antd/base.css';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import { isDark, useLook } from '../core/preferences';
import { antdTheme } from './antd-theme';

/** antd in our colours. The values of another theme are loaded when a person chooses it. */
export function AntdLook({ children }: { children: ReactNode }): ReactElement {
  const look = useLook();
  const dark = isDark(look);
  const isLarge = look.text !== 'normal';
  useEffect(() => {
    if (dark && isLarge) void import('virtual:antd/dark-large.css');
    else if (dark) void import('virtual:antd/dark.css');
    else if (isLarge) void import('virtual:antd/large.css');
  }, [dark, isLarge]);
  return (
    <ConfigProvider theme={antdTheme({ isDark: dark, isLarge })} locale={look.language === 'en' ? enUS : zhCN}>
      {children}
    </ConfigProvider>
  );
}
