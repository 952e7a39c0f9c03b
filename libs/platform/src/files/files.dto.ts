import { IsIn, IsUUID, Matches, MaxLength } from 'class-validator';
import {
  FILE_PURPOSES,
  FILE_VARIANTS,
  type FileMedia,
  type FilePurpose,
  type FileStatus,
  type FileVariant,
} from './file-codes.js';

export class UploadQuery {
  /** What the file shows. @example need */
  @IsIn(FILE_PURPOSES)
  purpose: FilePurpose;
}
export class FileIdParam {
  @IsUUID()
  fileId: string;
}
export class FileVariantParam extends FileIdParam {
  @IsIn(FILE_VARIANTS)
  variant: FileVariant;
}
export class FileLinkQuery {
  /** The token of the link: a signed JSON Web Token. */
  @MaxLength(500)
  @Matches(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  token: string;
}
export class FileReceivedResponse {
  id: string;
  /** `received`: a job will rewrite the file. */
  status: string;
}
/** A photo or paper with links that work for a few minutes. */
export class FileResponse {
  id: string;
  purpose: FilePurpose;
  media: FileMedia;
  status: Exclude<FileStatus, 'receiving'>;
  /** Links that work for a few minutes without a session; null until the file is ready. A PDF has no thumbnail. */
  url: string | null;
  thumbnailUrl: string | null;
  width: number | null;
  height: number | null;
}
