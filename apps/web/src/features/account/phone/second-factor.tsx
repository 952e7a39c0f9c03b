import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactElement } from 'react';
import { renderSVG } from 'uqr';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { showToast } from '../../../core/toast';
import { Button, Sheet, TextField } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';
import { digitsReader, plainest } from '../../../ui/typed';
import { DigitsField } from '../../../ui/typed-fields';

const TOUCHES = [['second-factor'], ['session'], ['sessions']];
const FEW_CODES = 3;
const CODE_LENGTH = 6;
const readCode = digitsReader(CODE_LENGTH);
type Secret = Schemas['SecondFactorSecretResponse'];

type Doing = { what: 'setUp' | 'renew' } | { what: 'keep'; codes: string[] };

/** The person's second factor: its state, its set-up, and the recovery codes for a lost phone. */
export function SecondFactor(): ReactElement | null {
  const { t } = useTranslation('account');
  const { day } = useFormat();
  const [doing, setDoing] = useState<Doing>();
  const { data } = useQuery({
    queryKey: ['second-factor'],
    queryFn: () => api.GET('/api/v1/me/second-factor'),
  });
  if (!data) return null;
  const { isNeeded, setAt, recoveryCodesLeft } = data;
  const keep = ({ recoveryCodes }: Schemas['RecoveryCodesResponse']): void =>
    setDoing({ what: 'keep', codes: recoveryCodes });
  return (
    <section className="card stack" id="second-factor">
      <h2 className="heading">{t('secondFactor.title')}</h2>
      <p className="small soft">{t('secondFactor.why')}</p>
      {setAt ? (
        <>
          <p>{`${t('secondFactor.since', { day: day(setAt) })} · ${t('secondFactor.codesLeft', { left: recoveryCodesLeft })}`}</p>
          {recoveryCodesLeft < FEW_CODES && <p className="note note-warn">{t('secondFactor.fewCodes')}</p>}
          <div className="actions">
            <Button onClick={() => setDoing({ what: 'setUp' })}>{t('secondFactor.change')}</Button>
            <Button onClick={() => setDoing({ what: 'renew' })}>{t('secondFactor.renew')}</Button>
          </div>
        </>
      ) : (
        <>
          <p className={isNeeded ? 'note note-warn' : 'soft'}>{t(`secondFactor.${isNeeded ? 'needed' : 'off'}`)}</p>
          <Button variant={isNeeded ? 'primary' : undefined} isWide onClick={() => setDoing({ what: 'setUp' })}>
            {t('secondFactor.setUp')}
          </Button>
        </>
      )}
      {doing?.what === 'setUp' && <SetUp onDone={keep} onClose={() => setDoing(undefined)} />}
      {doing?.what === 'renew' && <Renew onDone={keep} onClose={() => setDoing(undefined)} />}
      {doing?.what === 'keep' && <Codes codes={doing.codes} onClose={() => setDoing(undefined)} />}
    </section>
  );
}

interface Steps {
  onDone: (codes: Schemas['RecoveryCodesResponse']) => void;
  onClose: () => void;
}

/** Sets it up: the password, then the QR code, then the first code from the authenticator. */
function SetUp({ onDone, onClose }: Steps): ReactElement {
  const { t } = useTranslation('account');
  const { t: words } = useTranslation();
  const [secret, setSecret] = useState<Secret>();
  const form = useForm<{ password: string }, Secret>({
    values: { password: '' },
    required: ['password'],
    errorsAt: { '*': 'password' },
    send: (body) => api.POST('/api/v1/me/second-factor', { body }),
    onSuccess: setSecret,
  });
  if (secret) return <Confirm secret={secret} onDone={onDone} onClose={onClose} />;
  return (
    <FormSheet title={t('secondFactor.setUp')} submit={t('secondFactor.steps.next')} form={form} onClose={onClose}>
      <TextField
        label={words('field.password')}
        hint={t('secondFactor.steps.password')}
        type="password"
        autoComplete="current-password"
        {...form.field('password')}
      />
      <p className="small soft">{t('secondFactor.lost')}</p>
    </FormSheet>
  );
}

function Confirm({ secret, onDone, onClose }: Steps & { secret: Secret }): ReactElement {
  const { t } = useTranslation('account');
  const form = useForm<{ code: string }, Schemas['RecoveryCodesResponse']>({
    values: { code: '' },
    required: ['code'],
    errorsAt: { '*': 'code' },
    send: ({ code }) => api.PUT('/api/v1/me/second-factor', { body: { code: plainest(readCode, code) } }),
    invalidates: TOUCHES,
    successMessage: t('secondFactor.done'),
    onSuccess: onDone,
  });
  const picture = useMemo(
    () => URL.createObjectURL(new Blob([renderSVG(secret.uri, { border: 2 })], { type: 'image/svg+xml' })),
    [secret],
  );
  return (
    <FormSheet title={t('secondFactor.setUp')} submit={t('secondFactor.steps.confirm')} form={form} onClose={onClose}>
      <p>{t('secondFactor.steps.scan')}</p>
      <img className="qr" src={picture} alt={t('secondFactor.steps.picture')} width={200} height={200} />
      <a className="button" href={secret.uri}>
        {t('secondFactor.steps.here')}
      </a>
      <p className="small">
        {t('secondFactor.steps.byHand')} <code className="secret">{secret.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <DigitsField
        label={t('secondFactor.steps.type')}
        least={CODE_LENGTH}
        autoComplete="one-time-code"
        {...form.field('code')}
      />
      <p className="small soft">{t('secondFactor.lost')}</p>
    </FormSheet>
  );
}

function Renew({ onDone, onClose }: Steps): ReactElement {
  const { t } = useTranslation('account');
  const renew = useCommand<void, Schemas['RecoveryCodesResponse']>({
    send: () => api.POST('/api/v1/me/second-factor/recovery-codes'),
    invalidates: TOUCHES,
    onSuccess: onDone,
  });
  return (
    <Sheet title={t('secondFactor.renew')} onClose={onClose}>
      <p className="note note-warn">{t('secondFactor.renewSure')}</p>
      <Button variant="primary" isWide isBusy={renew.isPending} onClick={() => renew.mutate()}>
        {t('secondFactor.renew')}
      </Button>
    </Sheet>
  );
}

/** Shows the recovery codes once; the person closes it by confirming that they are stored. */
function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }): ReactElement {
  const { t } = useTranslation('account');
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(codes.join('\n'));
    showToast(t('secondFactor.codes.copied'));
  };
  return (
    <Sheet title={t('secondFactor.codes.title')} onClose={onClose}>
      <p>{t('secondFactor.codes.why')}</p>
      <ul className="recovery-codes figures">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="actions no-print">
        {'clipboard' in navigator && <Button onClick={() => void copy()}>{t('secondFactor.codes.copy')}</Button>}
        <Button onClick={() => window.print()}>{t('secondFactor.codes.print')}</Button>
      </div>
      <Button variant="primary" isWide onClick={onClose}>
        {t('secondFactor.codes.kept')}
      </Button>
    </Sheet>
  );
}
