import {
  useEffect,
  useId,
  useRef,
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from '../locales/use-translation';
import { IconButton } from './button';

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/** The number of open sheets. While there is one, the screen below takes neither taps nor focus. */
let openSheets = 0;

function holdScreen(step: 1 | -1): void {
  openSheets += step;
  const screen = document.getElementById('root');
  if (screen) screen.inert = openSheets > 0;
  document.body.classList.toggle('is-held', openSheets > 0);
}

/** A sheet over the screen. Escape or a tap outside closes it, and the focus returns to where it was. It is no <dialog>:
 *  messages and drop-down lists have to stay above it. */
export function Sheet({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}): ReactElement {
  const sheet = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const { t } = useTranslation();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    holdScreen(1);
    sheet.current?.focus();
    return () => {
      holdScreen(-1);
      before?.focus?.();
    };
  }, []);
  const onKeyDown = (event: ReactKeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (event.key !== 'Tab') return;
    const stops = [...(sheet.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const [first, last] = [stops[0], stops.at(-1)];
    const isLeaving = event.shiftKey
      ? document.activeElement === first || document.activeElement === sheet.current
      : document.activeElement === last;
    if (!isLeaving) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };
  // Escape and taps outside close it as in any dialog; the close button works for everybody.
  /* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-element-interactions */
  return createPortal(
    <div className="sheet-back" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        ref={sheet}
        className="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <div className="sheet-body stack">
          <div className="between">
            <h2 className="title" id={titleId}>
              {title}
            </h2>
            <IconButton icon="close" label={t('close')} onClick={onClose} />
          </div>
          {children}
        </div>
      </div>
    </div>,
    document.body,
  );
  /* oxlint-enable */
}
