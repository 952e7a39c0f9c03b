import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Button } from '../../../ui';

interface Recognition {
  lang: string;
  interimResults: boolean;
  continuous: boolean;
  start(): void;
  stop(): void;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>>; resultIndex: number }) => void) | null;
  onend: (() => void) | null;
  onerror: (() => void) | null;
}
type Maker = new () => Recognition;
const maker = (): Maker | undefined => {
  const own = window as unknown as { SpeechRecognition?: Maker; webkitSpeechRecognition?: Maker };
  return own.SpeechRecognition ?? own.webkitSpeechRecognition;
};

/** Dictation instead of typing; hidden if the browser does not support it. */
export function Voice({ onHeard }: { onHeard: (words: string) => void }): ReactElement | null {
  const { t, i18n } = useTranslation('grid');
  const [isListening, setListening] = useState(false);
  const listener = useRef<Recognition>(undefined);
  useEffect(() => () => listener.current?.stop(), []);
  const Make = maker();
  if (!Make) return null;
  const toggle = (): void => {
    if (isListening) {
      listener.current?.stop();
      return;
    }
    const recognition = new Make();
    recognition.lang = i18n.language === 'en' ? 'en-US' : 'zh-CN';
    recognition.interimResults = false;
    recognition.continuous = true;
    recognition.onresult = ({ results, resultIndex }) => onHeard(results[resultIndex]?.[0]?.transcript ?? '');
    recognition.onend = () => setListening(false);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- older makers know the property alone
    recognition.onerror = () => setListening(false);
    recognition.start();
    listener.current = recognition;
    setListening(true);
  };
  return (
    <Button icon="voice" variant={isListening ? 'primary' : 'plain'} onClick={toggle} aria-pressed={isListening}>
      {isListening ? t('form.speaking') : t('form.speak')}
    </Button>
  );
}
