/** Scripts whose letters join through invisible marks: there the marks are spelling. */
const JOINING = String.raw`[\p{Script=Arabic}\p{Script=Mongolian}]`;
/** A pictograph with its modifiers: variation selector, skin colour. */
const EMOJI = String.raw`\p{Extended_Pictographic}[\u{fe0f}\u{1f3fb}-\u{1f3ff}]*`;

/** Invisible marks that belong to visible text: joined emoji, flags of regions, variants of ideographs and emoji, letters
 *  that join. Matches are kept as they are. */
const LEGAL = [
  String.raw`${EMOJI}(?:\u{200d}${EMOJI})+`,
  String.raw`\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{2,6}\u{e007f}`,
  String.raw`[\p{Extended_Pictographic}#*0-9][\u{fe0e}\u{fe0f}]`,
  String.raw`\p{Script=Han}[\u{e0100}-\u{e01ef}\u{fe00}-\u{fe02}]`,
  String.raw`(?<=${JOINING})[\u{200c}\u{200d}\u{180b}-\u{180e}\u{202f}]+(?=${JOINING})`,
].join('|');

/** Control characters, direction marks, zero-width characters and fillers, lone surrogates, and noncharacters. */
const INVISIBLE = [
  String.raw`[\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{7f}-\u{84}\u{86}-\u{9f}]`,
  String.raw`[\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{180b}-\u{180f}\u{200b}-\u{200f}]`,
  String.raw`[\u{202a}-\u{202e}\u{2060}-\u{206f}\u{3164}\u{fe00}-\u{fe0f}\u{feff}\u{ffa0}\u{fff0}-\u{fffb}]`,
  String.raw`[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]`,
  String.raw`\p{Surrogate}|\p{Noncharacter_Code_Point}`,
].join('|');

const MARKS = new RegExp(`(${LEGAL})|(?:${INVISIBLE})`, 'gu');
/** Nearly every text matches this and needs no cleaning. */
const PLAIN = /^[\t\n\r\u0020-\u007e\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*$/;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** Text as people see it: without controls, direction marks, zero-width characters, half surrogates and other invisible code
 *  points; every kind of space becomes a space, every kind of line end a line feed. Joined emoji and the marks that
 *  belong to ideographs and joining scripts stay. Tab, line feed and carriage return stay. */
export const visibleText = (text: string): string => (PLAIN.test(text) ? text : cleaned(text));

const cleaned = (text: string): string =>
  text
    .replace(MARKS, (_, legal: string | undefined) => legal ?? '')
    .replace(SPACES, ' ')
    .replace(LINE_ENDS, '\n');

/** True for text that no program writes on purpose: it contains NUL, or half of a surrogate pair. Databases, hashes and
 *  encoders treat it differently. */
export const isIllFormed = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

/** A mobile number of the mainland: eleven digits. */
export const MOBILE = /^1[3-9]\d{9}$/;
