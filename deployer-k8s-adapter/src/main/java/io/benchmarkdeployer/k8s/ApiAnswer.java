package io.benchmarkdeployer.k8s;

import com.google.gson.stream.MalformedJsonException;
import io.benchmarkdeployer.core.model.Json;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import okhttp3.Response;

/**
 * What the API server answered.
 *
 * @param code the HTTP status
 * @param body the object that came with it; the empty one where it was none, as a proxy's error
 *     page
 */
record ApiAnswer(int code, Json.Obj body) {
  /** An answer beyond this is not kept in memory. */
  private static final long LARGEST = 256L << 20;

  private static final int TOO_MANY_REQUESTS = 429;

  /**
   * Reads it whole.
   *
   * @throws IOException where it broke off, is too large, or says that all is well in words that
   *     aren't JSON
   */
  static ApiAnswer of(Response response) throws IOException {
    try (var bytes = new Bounded(response.body().byteStream())) {
      Json body = JsonStream.read(new InputStreamReader(bytes, StandardCharsets.UTF_8));
      return new ApiAnswer(
          response.code(), body instanceof Json.Obj object ? object : Json.Obj.EMPTY);
    } catch (MalformedJsonException notJson) {
      return withoutBody(response, notJson);
    } catch (EOFException empty) {
      return withoutBody(response, empty);
    }
  }

  private static ApiAnswer withoutBody(Response response, IOException reason) throws IOException {
    if (response.isSuccessful()) {
      throw reason;
    }
    return new ApiAnswer(response.code(), Json.Obj.EMPTY);
  }

  boolean isSuccess() {
    return code >= 200 && code < 300;
  }

  /** Whether it says "not now": the same question may be answered later. */
  boolean isTransient() {
    return code == TOO_MANY_REQUESTS || (code >= 500 && !ClusterWords.areOfBadObject(message()));
  }

  String message() {
    return body.textAt("message").orElse("");
  }

  private static final class Bounded extends FilterInputStream {
    private long left = LARGEST;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(read);
      return read;
    }

    private void count(int read) throws IOException {
      left -= Math.max(read, 0);
      if (left < 0) {
        throw new IOException("the answer is too large");
      }
    }
  }
}
