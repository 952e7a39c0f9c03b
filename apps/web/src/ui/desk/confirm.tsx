import type { ReactElement, ReactNode } from 'react';
import type { QueryKey } from '@tanstack/react-query';
import type { withKey } from '../../core/api';
import { useCommand } from '../../core/command';
import { useTranslation } from '../../locales/use-translation';
import { Button, Sheet } from '..';

/** Asks for confirmation before a step with an immediate effect. */
export function Confirm({
  title,
  children,
  isBusy,
  onYes,
  onClose,
}: {
  title: string;
  children?: ReactNode;
  isBusy?: boolean;
  onYes: () => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { t: office } = useTranslation('office');
  return (
    <Sheet title={title} onClose={onClose}>
      {children}
      <div className="actions">
        <Button variant="primary" isBusy={isBusy} onClick={onYes}>
          {office('sure')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </Sheet>
  );
}

/** Asks for confirmation, then takes the step itself. */
export function ConfirmStep({
  send,
  touches,
  says,
  onDone,
  ...rest
}: {
  title: string;
  children?: ReactNode;
  send: (headers: ReturnType<typeof withKey>) => Promise<unknown>;
  touches: QueryKey[];
  says: string;
  /** Instead of closing. */
  onDone?: () => void;
  onClose: () => void;
}): ReactElement {
  const step = useCommand({
    send: (_, headers) => send(headers),
    invalidates: touches,
    successMessage: says,
    onSuccess: onDone ?? rest.onClose,
  });
  return <Confirm {...rest} isBusy={step.isPending} onYes={() => step.mutate()} />;
}

/** Asks for confirmation before a form is sent (`asksFirst` of `useForm`). */
export function AskFirst({
  form: { asking },
  ...rest
}: {
  form: { asking?: { yes: () => void; no: () => void } };
  title: string;
  children: ReactNode;
}): ReactElement | null {
  return asking ? <Confirm {...rest} onYes={asking.yes} onClose={asking.no} /> : null;
}
