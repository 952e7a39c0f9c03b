import { Controller, Get, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../actor.js';
import { CurrentActor, Idempotent, Public, Requires, type ApiReply, type ApiRequest } from '../http/access.decorators.js';
import { UPLOAD_BODY, Uploads } from '../http/uploads.js';
import {
  FileResponse,
  FileIdParam,
  FileLinkQuery,
  FileReceivedResponse,
  FileVariantParam,
  UploadQuery,
} from './files.dto.js';
import { Files } from './files.js';
import { SELF } from '../permissions.js';

@ApiTags('files')
@Controller('files')
export class FilesController {
  constructor(
    private readonly files: Files,
    private readonly uploads: Uploads,
  ) {}

  /** Uploads a photo (JPEG, PNG, WebP) or, for papers, a PDF; 10 MB at most. A job then rewrites it without hidden data. */
  @Post()
  @Requires(SELF)
  @Idempotent()
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_BODY)
  async upload(
    @CurrentActor() actor: Actor,
    @Query() { purpose }: UploadQuery,
    @Req() request: ApiRequest,
  ): Promise<FileReceivedResponse> {
    const { bytes } = await this.uploads.take(actor, request);
    return this.files.receive(actor, { purpose, bytes });
  }

  /** Returns the caller's own upload, and whether it is ready. */
  @Get(':fileId')
  @Requires(SELF)
  get(@CurrentActor() actor: Actor, @Param() { fileId }: FileIdParam): Promise<FileResponse> {
    return this.files.own(actor, fileId);
  }

  /** Returns the file behind a link from an answer. The link itself is the permission, for a few minutes. */
  @Get(':fileId/:variant')
  @Public()
  @ApiProduces('image/jpeg', 'application/pdf')
  async open(
    @Param() { fileId, variant }: FileVariantParam,
    @Query() { token }: FileLinkQuery,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<StreamableFile> {
    const { media, bytes, until } = await this.files.open(fileId, variant, token);
    const seconds = Math.max(0, Math.floor((until.getTime() - Date.now()) / 1_000));
    void reply
      .header('content-type', media === 'pdf' ? 'application/pdf' : 'image/jpeg')
      .header(
        'content-disposition',
        media === 'pdf' ? 'attachment; filename="paper.pdf"' : 'inline; filename="photo.jpg"',
      )
      .header('content-security-policy', `default-src 'none'; sandbox`)
      .header('cache-control', `private, max-age=${seconds}, immutable`);
    return new StreamableFile(bytes);
  }
}
