export { createApiServer, type ApiServer, type ApiServerOptions } from './create-api-server.ts';
export { API_SERVER_ERROR_CODES, ApiServerError, type ApiServerErrorCode } from './errors.ts';
