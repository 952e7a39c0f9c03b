import { useSearch } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, reasonOf, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { Button, ButtonLink, TextField } from '../../../ui';
import { digitsReader } from '../../../ui/typed';
import { DigitsField } from '../../../ui/typed-fields';
import { Timeline } from '../timeline';
import { StatusTag } from '../wish-summary';

type Followed = Schemas['TrackedWishResponse'];
const CODE = /^MW-[0-9A-Z]{4}-[0-9A-Z]{4}$/;
const readTail = digitsReader(4);
const CARD_KEY = /^#([\w-]{22})$/;

/** Normalises a code typed from a card: mw7kq2m4xa → MW-7KQ2-M4XA. */
function tidyCode(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/^MW/, '');
  return letters ? `MW-${letters.slice(0, 4)}${letters.length > 4 ? `-${letters.slice(4, 8)}` : ''}` : '';
}

/** Residents track their wish with the code on its card: large, plain, without an account. */
export function TrackWishPage(): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const search = useSearch({ from: '/open/follow' });
  const [code, setCode] = useState(tidyCode(search.code ?? ''));
  const [tail, setTail] = useState('');
  const [isTried, setTried] = useState(false);
  const [wish, setWish] = useState<Followed>();
  const look = useCommand<{ phoneTail: string } | { cardKey: string }, Followed>({
    send: (proof) => api.POST('/api/v1/public/wish-status', { body: { code, ...proof } }),
    onSuccess: setWish,
    onRefused: () => true,
  });
  const { mutate } = look;
  // People who scanned the card's QR code do not have to type anything.
  useEffect(() => {
    const cardKey = CARD_KEY.exec(location.hash)?.[1];
    if (cardKey && CODE.test(tidyCode(search.code ?? ''))) mutate({ cardKey });
  }, [mutate, search.code]);
  const isCode = CODE.test(code);
  const phoneTail = readTail(tail);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isCode && phoneTail && !look.isPending) look.mutate({ phoneTail });
  };
  if (wish) return <TrackedWish wish={wish} onAnother={() => setWish(undefined)} />;
  return (
    <div className="stack site-narrow">
      <div className="stack-tight">
        <h1 className="title">{t('follow.title')}</h1>
        <p className="soft">{t('follow.lead')}</p>
      </div>
      <form className="card stack" onSubmit={submit} noValidate>
        <TextField
          label={words('field.code')}
          hint={t('follow.codeHint')}
          error={isTried && !isCode ? t('follow.codeFault') : undefined}
          className="big-input"
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={(text) => setCode(tidyCode(text))}
        />
        <DigitsField
          label={words('field.phoneTail')}
          hint={t('follow.tailHint')}
          error={isTried && !phoneTail ? t('follow.tailError') : undefined}
          className="big-input"
          least={4}
          autoComplete="off"
          value={tail}
          onChange={setTail}
        />
        {look.error ? (
          <p className="note note-stop" role="alert">
            {reasonOf(look.error)}
          </p>
        ) : null}
        <Button type="submit" variant="primary" isWide isBusy={look.isPending} icon="search">
          {t('follow.ask')}
        </Button>
      </form>
    </div>
  );
}

function TrackedWish({ wish, onAnother }: { wish: Followed; onAnother: () => void }): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const { time } = useFormat();
  return (
    <div className="stack site-narrow">
      <h1 className="title">{`${t('follow.now')}：${words(`status.${wish.status}`)}`}</h1>
      <article className="card stack">
        <div className="between">
          <span className="figures soft">{wish.code}</span>
          <StatusTag status={wish.status} />
        </div>
        <p className="wish-text">{wish.publicText}</p>
        <p className="small soft">{wish.unitName}</p>
      </article>
      {(wish.status === 'fulfilled' || wish.status === 'closed') && (
        <section className="note note-good stack-tight">
          <h2 className="heading">{t('follow.judge')}</h2>
          <p>{t('follow.judgeHint')}</p>
          <div>
            <ButtonLink to="/r/wishes/$wishId" params={{ wishId: wish.id }}>
              {words('signIn')}
            </ButtonLink>
          </div>
        </section>
      )}
      <section className="card stack">
        <h2 className="heading">{words('wish.timeline')}</h2>
        <Timeline events={wish.steps} />
      </section>
      <section className="card stack">
        <h2 className="heading">{t('follow.views')}</h2>
        {wish.views.length === 0 ? (
          <p className="soft">{t('follow.noViews')}</p>
        ) : (
          <ul className="stack-tight">
            {wish.views.map(({ as, viewedAt }) => (
              <li key={viewedAt} className="between">
                <span>{t(`follow.viewBy.${as}`)}</span>
                <span className="small soft figures">{time(viewedAt)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <p className="small soft">{t('follow.rights', { unit: wish.unitName })}</p>
      <Button onClick={onAnother}>{t('follow.another')}</Button>
    </div>
  );
}
