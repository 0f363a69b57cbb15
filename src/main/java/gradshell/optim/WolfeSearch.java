package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.function.DoubleFunction;

/// Looks along a direction for a point low and flat enough (Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6), as PyTorch does.
final class WolfeSearch {
    private static final double LOW = 1e-4, FLAT = 0.9, STILL = 1e-9;
    private static final int MOST = 25;

    /// A point on the line.
    ///
    /// @param slope the derivative along the direction
    record Point(double at, double value, Tensor gradient, double slope, int evaluations) {
        Point(double at, double value, Tensor gradient, double slope) { this(at, value, gradient, slope, 0); }
    }

    private final DoubleFunction<Point> line;
    /// The largest element of the direction.
    private final double size;
    private int evaluations;

    WolfeSearch(DoubleFunction<Point> line, double size) {
        this.line = line;
        this.size = size;
    }

    private Point at(double t) {
        evaluations++;
        return line.apply(t);
    }

    private Point done(Point point) { return new Point(point.at, point.value, point.gradient, point.slope, evaluations); }

    Point search(double length, Point start) {
        Point before = start, here = at(length);
        Point[] bracket = null;
        int tries = 0;
        for (; tries < MOST; tries++) {
            if (here.value > start.value + LOW * here.at * start.slope || tries > 1 && here.value >= before.value) {
                bracket = new Point[] {before, here};
                break;
            }
            if (Math.abs(here.slope) <= -FLAT * start.slope) return done(here);
            if (here.slope >= 0) {
                bracket = new Point[] {before, here};
                break;
            }
            double next = lowest(before, here, here.at + 0.01 * (here.at - before.at), here.at * 10);
            before = here;
            here = at(next);
        }
        if (bracket == null) bracket = new Point[] {start, here};
        return done(narrow(bracket, start, tries));
    }

    private Point narrow(Point[] bracket, Point start, int tries) {
        int low = bracket[0].value <= bracket[1].value ? 0 : 1;
        boolean slow = false;
        for (; tries < MOST; tries++) {
            double left = Math.min(bracket[0].at, bracket[1].at), right = Math.max(bracket[0].at, bracket[1].at);
            if ((right - left) * size < STILL) break;
            double t = lowest(bracket[0], bracket[1], left, right), margin = 0.1 * (right - left);
            // A point close to an end is taken once; the next time it is moved inwards.
            if (Math.min(right - t, t - left) < margin) {
                if (slow || t >= right || t <= left) {
                    t = Math.abs(t - right) < Math.abs(t - left) ? right - margin : left + margin;
                    slow = false;
                } else slow = true;
            } else slow = false;
            Point here = at(t);
            if (here.value > start.value + LOW * t * start.slope || here.value >= bracket[low].value) {
                bracket[1 - low] = here;
                low = bracket[0].value <= bracket[1].value ? 0 : 1;
                continue;
            }
            boolean flat = Math.abs(here.slope) <= -FLAT * start.slope;
            if (!flat && here.slope * (bracket[1 - low].at - bracket[low].at) >= 0) bracket[1 - low] = bracket[low];
            bracket[low] = here;
            if (flat) break;
        }
        return bracket[low];
    }

    /// Where the cubic through two points with their slopes is lowest, within bounds.
    private static double lowest(Point a, Point b, double min, double max) {
        double mean = a.slope + b.slope - 3 * (a.value - b.value) / (a.at - b.at), square = mean * mean - a.slope * b.slope;
        if (!(square >= 0)) return (min + max) / 2;
        double root = Math.sqrt(square);
        double lowest = a.at <= b.at
                ? b.at - (b.at - a.at) * ((b.slope + root - mean) / (b.slope - a.slope + 2 * root))
                : a.at - (a.at - b.at) * ((a.slope + root - mean) / (a.slope - b.slope + 2 * root));
        return Math.min(Math.max(lowest, min), max);
    }
}
