import 'core-js/es/array/at';
import 'core-js/es/array/find-last';
import 'core-js/es/array/to-sorted';
import 'core-js/es/array/to-reversed';
import 'core-js/es/object/has-own';
import 'core-js/es/object/from-entries';
import 'core-js/es/string/at';
import 'core-js/es/string/replace-all';
import 'core-js/es/promise/any';
import 'core-js/es/promise/all-settled';
import 'core-js/es/aggregate-error';
import 'core-js/web/structured-clone';

/** UUID version 4 from the system's random source; also needed if the page is not in a secure context. */
if (!('randomUUID' in crypto)) {
  Object.defineProperty(crypto, 'randomUUID', {
    value: (): string => {
      const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
  });
}
