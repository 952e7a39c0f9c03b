/** Traditional characters in names, addresses and labels, each followed by its simplified form. */
const TRADITIONAL =
  '號号 樓楼 棟栋 鎮镇 區区 縣县 鄉乡 莊庄 園园 麗丽 門门 東东 龍龙 華华 灣湾 電电 話话 聯联 繫系 證证 陳陈 劉刘 黃黄 張张 楊杨 趙赵 吳吴 鄭郑 馮冯 鄧邓 許许 葉叶 蘇苏 盧卢 謝谢 羅罗 ' +
  '關关 鄺邝 馬马 譚谭 麥麦 龐庞 簡简 溫温 湯汤 萬万 錢钱 孫孙 鍾钟 鐘钟 範范 蔣蒋 賴赖 龔龚 塗涂 嚴严 韓韩 雲云 陽阳 長长 飛飞 國国 強强 偉伟 蘭兰 鳳凤 傑杰 輝辉 貴贵 寶宝 興兴 榮荣 ' +
  '學学 淵渊 銀银 銘铭 鋒锋 鐵铁 頭头 師师 醫医 媽妈 爺爷 嬸婶 書书 記记 員员 護护 隊队 組组 會会 單单 層层 這这 個个 說说 裡里 裏里 衛卫 親亲 兒儿 處处 歲岁 戶户 讀读 級级 癱瘫 癡痴 ' +
  '壓压 債债 碼码 與与 對对 舊旧 邊边 鄰邻 後后 佇伫 結结 儀仪 慶庆 賢贤 誠诚 謙谦 詠咏 頌颂 韻韵 穎颖 曉晓 豔艳 艷艳 瓊琼 瑩莹 瑋玮 環环 潔洁 潤润 澤泽 濤涛 濱滨 煒炜 燁烨 燦灿 爾尔 ' +
  '獻献 紅红 純纯 紹绍 細细 綺绮 維维 義义 聖圣 聰聪 蓮莲 藍蓝 藝艺 訓训 詩诗 誼谊 諾诺 謹谨 譽誉 貞贞 財财 貽贻 賓宾 贊赞 軒轩 軍军 輔辅 遠远 達达 邁迈 鈞钧 鈺钰 銓铨 鋼钢 錦锦 鏡镜 ' +
  '鑒鉴 開开 闊阔 陸陆 隨随 雋隽 雙双 靈灵 靜静 順顺 頤颐 顏颜 顯显 風风 馳驰 駿骏 騰腾 鴻鸿 鵬鹏 鶴鹤 齊齐 齡龄 寧宁 實实 寬宽 將将 導导 嶺岭 嵐岚 帶带 彥彦 從从 憲宪 懷怀 應应 揚扬 ' +
  '曄晔 業业 極极 標标 樂乐 樹树 橋桥 權权 歐欧 歡欢 滿满 漢汉 瀾澜 為为 煥焕 營营 獅狮 現现 畢毕 發发 祿禄 禮礼 禎祯 穩稳 竇窦 節节 緒绪 繼继 續续 羣群 舉举 蕭萧 諸诸 賀贺 賈贾 費费 ' +
  '賜赐 鄒邹 鄔邬 釗钊 閻阎 韜韬 項项 顧顾 饒饶 駱骆 魯鲁 鮑鲍 鳴鸣 僑侨 儉俭 俠侠 倫伦 備备 傳传 優优 劍剑 勁劲 勝胜 勛勋 勵励 協协 啟启 喬乔 堅坚 壯壮 壽寿 夢梦 奮奋 婁娄 嫻娴 嬌娇 ' +
  '嬋婵 宮宫 請请 給给 櫃柜 間间 機机 牆墙 術术 圖图 裝装 錶表 燈灯 無无 還还 過过 買买 幫帮 務务 補补 質质 輪轮 ';
const FOLDED = new Map(
  TRADITIONAL.trim()
    .split(' ')
    .map((pair) => [pair[0]!, pair[1]!]),
);

// Digits in black circles have no compatibility form.
for (let digit = 0; digit <= 9; digit += 1) {
  if (digit > 0)
    for (const first of [0x2776, 0x2780, 0x278a]) FOLDED.set(String.fromCodePoint(first + digit - 1), String(digit));
}
FOLDED.set('⓿', '0').set('🄋', '0').set('🄌', '0');

/** Invisible characters: format characters, variation selectors, enclosing marks, fillers. */
const INVISIBLE =
  /^[\p{Cf}\p{Me}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]$/u;

const NUMERALS: Record<string, string> = {
  〇: '0', 零: '0', 一: '1', 壹: '1', 幺: '1', 二: '2', 贰: '2', 貳: '2', 三: '3', 叁: '3', 參: '3', 四: '4', 肆: '4',
  五: '5', 伍: '5', 六: '6', 陆: '6', 陸: '6', 七: '7', 柒: '7', 八: '8', 捌: '8', 九: '9', 玖: '9',
}; // prettier-ignore

/** A text as a reader sees it: compatibility forms folded (NFKC), traditional labels simplified, invisible characters
 *  removed. Every UTF-16 unit maps to the passage of the original that it comes from. */
export class PlainText {
  readonly text: string;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private digitsView: string | undefined;

  constructor(readonly original: string) {
    let text = '';
    let at = 0;
    for (const character of original) {
      const end = at + character.length;
      if (!INVISIBLE.test(character)) {
        const ascii = character <= '\u007f';
        const folded = ascii ? character : (FOLDED.get(character) ?? fold(character));
        text += folded;
        for (let unit = 0; unit < folded.length; unit += 1) {
          this.starts.push(at);
          this.ends.push(end);
        }
      }
      at = end;
    }
    this.text = text;
  }

  /** The same text, unit by unit, with Chinese numerals and letters that look like digits (O, l, I) read as digits. */
  get digits(): string {
    this.digitsView ??= this.text
      .replace(/[〇零一壹幺二贰貳三叁參四肆五伍六陆陸七柒八捌九玖]/g, (numeral) => NUMERALS[numeral]!)
      .replace(/(?<=\d)[oO]+(?![a-zA-Z])/g, (letters) => '0'.repeat(letters.length))
      .replace(/(?<=\d)[lI]+(?=\d)/g, (letters) => '1'.repeat(letters.length));
    return this.digitsView;
  }

  originalStart(at: number): number {
    return this.starts[at]!;
  }

  originalEnd(end: number): number {
    return this.ends[end - 1]!;
  }
}

function fold(character: string): string {
  const folded = character.normalize('NFKC');
  return folded.length > 1 && /^[\s\u0300-\u036f]+$/u.test(folded) ? ' ' : folded;
}
