const FOREIGN =
  /美元|美金|港[币元纸]|欧元|英镑|(?<![当本每今])日[元圆]|澳元|加元|韩元|卢布|泰铢|瑞士法郎|新加坡[币元]|新币|澳门[币元]|葡币|台币|外[币汇]|(?<![a-z])(?:usd|us\$|hkd|hk\$|eur|gbp|jpy|aud|cad|mop|krw|twd|sgd|chf)(?![a-z])|[$€£]/i;

/** Whether a heading, a title or the name of a sheet mentions a currency other than yuan. */
export const namesForeignCurrency = (text: string): boolean => FOREIGN.test(text);
