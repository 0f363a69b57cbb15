import static gradshell.Dsl.*;
import gradshell.tensor.*;
import gradshell.nn.*;
import java.util.*;
