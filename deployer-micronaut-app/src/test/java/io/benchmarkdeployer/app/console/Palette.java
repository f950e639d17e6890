package io.benchmarkdeployer.app.console;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** The colours that a picture of a page has most of: with them alone it takes half the bytes. */
final class Palette {
  private static final int MOST = 256;

  /**
   * Of colours that differ by less only the first, and those that are seen often: room for rare
   * ones.
   */
  private static final int KIND = 0xf0f0f0;

  /** Pixels. */
  private static final int OFTEN = 300;

  private final int[] colours;
  private final Map<Integer, Integer> nearest = new HashMap<>();

  private Palette(int[] colours) {
    this.colours = colours;
  }

  /** The same picture, as PNG, with the colours that it has most of. */
  static byte[] reduce(byte[] png) {
    try {
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
      var reduced = new ByteArrayOutputStream();
      ImageIO.write(of(picture).paint(picture), "png", reduced);
      return reduced.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Palette of(BufferedImage picture) {
    var counts = new HashMap<Integer, Integer>();
    var kinds = new HashSet<Integer>();
    pixels(picture).forEach(colour -> counts.merge(colour, 1, Integer::sum));
    return new Palette(
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .mapToInt(Map.Entry::getKey)
            .filter(colour -> kinds.add(colour & KIND) || counts.get(colour) > OFTEN)
            .limit(MOST)
            .toArray());
  }

  private static IntStream pixels(BufferedImage of) {
    return IntStream.of(of.getRGB(0, 0, of.getWidth(), of.getHeight(), null, 0, of.getWidth()));
  }

  private BufferedImage paint(BufferedImage picture) {
    int width = picture.getWidth();
    var model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    var painted =
        new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    int[] indexes = pixels(picture).map(this::indexOf).toArray();
    painted.getRaster().setSamples(0, 0, width, picture.getHeight(), 0, indexes);
    return painted;
  }

  private int indexOf(int colour) {
    return nearest.computeIfAbsent(colour, this::nearest);
  }

  private int nearest(int colour) {
    return IntStream.range(0, colours.length)
        .boxed()
        .min(Comparator.comparingInt(index -> distance(colours[index], colour)))
        .orElseThrow();
  }

  private static int distance(int one, int other) {
    return IntStream.of(0, 8, 16)
        .map(shift -> ((one >> shift) & 0xff) - ((other >> shift) & 0xff))
        .map(difference -> difference * difference)
        .sum();
  }
}
