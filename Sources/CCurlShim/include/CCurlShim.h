/* Swift cannot call variadic C functions: one typed function for each kind of argument. */
#ifndef CCURLSHIM_H
#define CCURLSHIM_H
#include <curl/curl.h>

CURLcode curl_shim_set_long(CURL *easy, CURLoption option, long value);
CURLcode curl_shim_set_offset(CURL *easy, CURLoption option, curl_off_t value);
/* libcurl copies the string, except for CURLOPT_POSTFIELDS. */
CURLcode curl_shim_set_string(CURL *easy, CURLoption option, const char *value);
/* Reads CURLOPT_POSTFIELDSIZE_LARGE bytes, which must be set before. */
CURLcode curl_shim_set_copied_body(CURL *easy, const void *bytes);
CURLcode curl_shim_set_pointer(CURL *easy, CURLoption option, void *value);
/* The list is borrowed until the handle is cleaned up. */
CURLcode curl_shim_set_list(CURL *easy, CURLoption option, struct curl_slist *list);
/* For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION. */
CURLcode curl_shim_set_receiver(CURL *easy, CURLoption option, curl_write_callback receiver);
CURLcode curl_shim_set_prerequest(CURL *easy, curl_prereq_callback callback);

CURLcode curl_shim_get_long(CURL *easy, CURLINFO info, long *value);

CURLMcode curl_shim_multi_set_long(CURLM *multi, CURLMoption option, long value);
#endif
