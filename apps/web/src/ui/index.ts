/** The components of every screen. */
export { Button, ButtonLink, IconButton } from './button';
export { Choice, Choices } from './choices';
export { Empty } from './empty';
export { ErrorNotice } from './error-notice';
export { Facts } from './facts';
export { Field } from './field';
export { Money } from './money';
export { Progress } from './progress';
export { SelectField } from './select-field';
export { Sheet } from './sheet';
export { Skeleton } from './skeleton';
export { TextField, TextAreaField } from './text-field';
export { Waiting } from './waiting';
export { When } from './when';
export { Wide } from './wide';
export { type Tone, Tag } from './tag';
