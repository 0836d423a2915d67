pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Every face, for fingers, keyboards and assistive technology; what is drawn is the scene.
FocusScope {
    id: root

    required property Glass glass
    required property color plane
    // What the frame of the screen covers: top, right, bottom, left.
    readonly property list<real> covered: glass.covered

    focus: true
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Room display")
    Accessible.description: glass.summary
    Keys.onPressed: event => {
        root.glass.touched(false);
        event.accepted = false;
    }
    Keys.onRightPressed: step(!Theme.mirrored)
    Keys.onDownPressed: step(true)
    Keys.onLeftPressed: step(Theme.mirrored)
    Keys.onUpPressed: step(false)
    Keys.onEscapePressed: root.glass.left()

    function step(on: bool) {
        root.glass.touched(false);
        (root.Window.activeFocusItem ?? root).nextItemInFocusChain(on).forceActiveFocus(Qt.TabFocusReason);
    }

    component Finger: PointHandler {
        onActiveChanged: if (active)
            root.glass.touched(false)
    }

    Finger {
        id: first
    }

    Finger {
        id: second
    }

    Finger {
        id: third
    }

    // Three fingers, or a cloth, for a second.
    Timer {
        interval: 1000
        running: first.active && second.active && third.active
        onTriggered: root.glass.wiped()
    }

    Scene {
        id: scene

        anchors.fill: parent
        anchors.topMargin: root.covered[0]
        anchors.rightMargin: root.covered[1]
        anchors.bottomMargin: root.covered[2]
        anchors.leftMargin: root.covered[3]
        glass: root.glass
        plane: root.plane
        transform: Mirror {
            item: scene
        }
    }

    Alert {
        glass: root.glass
    }
}
